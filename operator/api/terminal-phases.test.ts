import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isActionOver, isAnomalyOver, isPlanOver } from './terminal-phases.ts';

/** The phases of a kind as its schema lists them. */
function phasesOf(plural: string): string[] {
  const text = readFileSync(join(import.meta.dirname, `../../crds/${plural}.yaml`), 'utf8');
  const [, list = ''] = /phase: \{type: string, enum: \[([^\]]+)\], description: 'Where the (?:anomaly|plan|action) is/.exec(text) ?? [];
  return list.split(', ');
}

test.each([
  { plural: 'anomalies', isOver: isAnomalyOver, open: ['Pending', 'Planned', 'Remediating'] },
  {
    plural: 'remediationplans',
    isOver: isPlanOver,
    open: ['Pending', 'AwaitingApproval', 'Executing', 'Verifying', 'RollingBack'],
  },
  {
    plural: 'remediationactions',
    isOver: isActionOver,
    open: ['Pending', 'Blocked', 'AwaitingApproval', 'Admitted', 'Running'],
  },
])('of the phases of $plural all but $open are final', ({ plural, isOver, open }) => {
  const phases = phasesOf(plural);
  expect(phases.length).toBeGreaterThan(open.length);
  expect(phases.filter((phase) => !isOver({ status: { phase: phase as never } }))).toEqual(open);
  expect(isOver({})).toBe(false);
});
