import { expect, test } from '@jest/globals';
import type { EventFacts } from '../../kube/events.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { isAboutDryRun } from './dry-run.ts';

const facts = { type: 'Normal', reason: 'Executing', action: 'cordon_node', note: 'It begins.' } as const;
const node = aNode('w1') as unknown as EventFacts['regarding'];

test.each<{ about: string; event: Pick<EventFacts, 'regarding' | 'related'>; muted: boolean }>([
  { about: 'an action', event: { regarding: buildAction() }, muted: false },
  { about: 'an action that is a dry run', event: { regarding: buildAction({ dryRun: true }) }, muted: true },
  { about: 'a plan that is a dry run', event: { regarding: buildPlan({ mode: 'DryRun' }) }, muted: true },
  { about: 'an anomaly that is a dry run', event: { regarding: buildAnomaly({ mode: 'DryRun' }) }, muted: true },
  { about: 'the target of a dry run', event: { regarding: node, related: buildPlan({ mode: 'DryRun' }) }, muted: true },
  { about: 'the target of a plan', event: { regarding: node, related: buildPlan({ mode: 'Automatic' }) }, muted: false },
  { about: 'an object of somebody else', event: { regarding: { ...node, spec: { dryRun: true } } as never }, muted: false },
])('an Event about $about is muted: $muted', ({ event, muted }) => {
  expect(isAboutDryRun({ ...facts, ...event })).toBe(muted);
});
