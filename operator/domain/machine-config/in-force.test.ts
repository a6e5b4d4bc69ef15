import { describe, expect, test } from '@jest/globals';
import { aMachineConfig, aSourcedPool, renderedFrom } from '../../testing/machine-configs.ts';
import { configurationInForce, doubtAbout } from './in-force.ts';

const good = renderedFrom('rendered-a', '50-base', '99-tuning');
const bad = renderedFrom('rendered-b', '50-base', '99-tuning');

describe('the configuration in force', () => {
  test.each([
    { when: 'the pool is updated', pool: aSourcedPool({ wanted: good }), is: 'rendered-a' },
    { when: 'the pool is degraded', pool: aSourcedPool({ wanted: bad, present: good, degraded: true }), is: undefined },
    { when: 'another one is wanted', pool: aSourcedPool({ wanted: bad, present: good }), is: undefined },
    { when: 'nobody says what it is made of', pool: aSourcedPool({ wanted: renderedFrom('rendered-a') }), is: undefined },
  ])('is $is when $when', ({ pool, is }) => {
    expect(configurationInForce(pool)).toBe(is);
  });
});

describe('what MachineConfigs hold', () => {
  const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
  const rendered = aMachineConfig('rendered-a', { createdAt: at(5) });
  const [base, tuning] = [aMachineConfig('50-base'), aMachineConfig('99-tuning', { writtenAt: at(4) })];
  const names = ['50-base', '99-tuning'];
  const annotated = {
    ...tuning,
    metadata: { ...tuning.metadata, managedFields: [{ time: at(9), fieldsV1: { 'f:metadata': { 'f:annotations': {} } } }] },
  };
  const late = (second: number) => aMachineConfig('99-tuning', { writtenAt: at(second) });
  const relabelled = {
    ...tuning,
    metadata: { ...tuning.metadata, managedFields: [{ time: at(9), fieldsV1: { 'f:metadata': { 'f:labels': {} } } }] },
  };

  test.each([
    { when: 'all were written before the rendering', sources: [base, tuning], rendered, doubt: undefined },
    {
      when: 'one was written in the same second',
      sources: [base, late(5)],
      rendered,
      doubt: 'MachineConfig 99-tuning was written after the rendering',
    },
    { when: 'one was edited later', sources: [base, late(6)], rendered, doubt: 'MachineConfig 99-tuning was written after the rendering' },
    {
      when: 'one was relabelled later',
      sources: [base, relabelled],
      rendered,
      doubt: 'MachineConfig 99-tuning was written after the rendering',
    },
    {
      when: 'nobody says when one was written',
      sources: [base, annotated],
      rendered,
      doubt: 'MachineConfig 99-tuning was written after the rendering',
    },
    { when: 'one is gone', sources: [base, undefined], rendered, doubt: 'MachineConfig 99-tuning does not exist any more' },
    { when: 'the rendering is gone', sources: [base, tuning], rendered: undefined, doubt: 'the rendered configuration does not exist' },
  ])('is doubted when $when: $doubt', ({ sources, rendered: of, doubt }) => {
    expect(doubtAbout(names, sources, of)).toBe(doubt);
  });
});
