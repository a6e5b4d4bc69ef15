import { describe, expect, test } from '@jest/globals';
import { aMachineConfig } from '../../testing/machine-configs.ts';
import { contentOf, hashOf } from './content.ts';

describe('the hash of a MachineConfig', () => {
  const hash = hashOf(aMachineConfig('99-tuning'));

  test.each([
    { what: 'its spec', config: aMachineConfig('99-tuning', { argument: 'broken' }), same: false },
    { what: 'its labels', config: aMachineConfig('99-tuning', { labels: { role: 'infra' } }), same: false },
    { what: 'its annotations', config: aMachineConfig('99-tuning', { annotations: { a: 'b' } }), same: true },
    { what: 'when it was written', config: aMachineConfig('99-tuning', { writtenAt: '2026-02-01T00:00:00Z' }), same: true },
  ])('is the same: $same, when $what changes', ({ config, same }) => {
    expect(hashOf(config) === hash).toBe(same);
  });

  test('does not depend on the order of keys', () => {
    const config = aMachineConfig('99-tuning');
    const [forth, back] = [
      { a: 1, b: { c: 2, d: 3 } },
      { b: { d: 3, c: 2 }, a: 1 },
    ];
    expect(hashOf({ ...config, spec: forth })).toBe(hashOf({ ...config, spec: back }));
  });
});

test('the content is kept without marks of ours and without the copy that kubectl makes of it', () => {
  const annotations = { mine: 'x', 'coordination.selfheal.dev/token': 't', 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
  expect(contentOf(aMachineConfig('99-tuning', { annotations }))).toEqual({
    name: '99-tuning',
    labels: { role: 'worker' },
    annotations: { mine: 'x' },
    spec: { kernelArguments: ['good'] },
  });
});
