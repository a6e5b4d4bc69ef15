import { expect, test } from '@jest/globals';
import { target } from '../../testing/targets.ts';
import { checkpointsFor } from './checkpoints.ts';
import { builtInDefaults } from './defaults.ts';
import { stepsOf, type Remedy } from './steps.ts';

const look = (on: string): Remedy => ({
  layer: 'application',
  type: 'application_remediation',
  operation: 'observe',
  undo: 'None',
  target: target(on),
  description: 'Look on',
  playbook: 'look',
});

test.each([
  { when: 'two namespaces have it', on: ['Deployment/a/web', 'Deployment/b/web'], names: ['observe-web', 'observe-web-2'] },
  {
    when: 'the number that would tell it apart is in the name of another',
    on: ['Deployment/a/web-3', 'Deployment/a/web', 'Deployment/b/web'],
    names: ['observe-web-3', 'observe-web', 'observe-web-4'],
  },
])('each step has a name of its own when $when', ({ on, names }) => {
  expect(stepsOf(on.map(look), builtInDefaults).map(({ name }) => name)).toEqual(names);
});

test('each check has a name of its own, whatever the playbooks call theirs', () => {
  const extra = ['endpoints-healthy-4', 'endpoints-healthy'].map((name) => ({
    layer: 'application' as const,
    type: 'prometheus_query' as const,
    name,
  }));
  const [checkpoint] = checkpointsFor({ layers: ['application'], steps: [], impacted: [], extra }, builtInDefaults);
  const names = checkpoint?.checks.map(({ name }) => name);
  expect(names).toEqual(['pods-running', 'endpoints-healthy', 'endpoints-healthy-4', 'endpoints-healthy-5']);
});
