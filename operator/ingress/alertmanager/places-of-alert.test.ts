import { expect, test } from '@jest/globals';
import type { Target } from '../../api/generated/types.ts';
import { target } from '../../testing/targets.ts';
import { placesOfAlert } from './places-of-alert.ts';

const system = 'self-healing-platform';

test.each([
  { what: 'a workload', targets: ['Deployment/shop/cart'], places: ['shop', system] },
  { what: 'a node', targets: ['Node/w1'], places: [system] },
  { what: 'a pod and its node', targets: ['Pod/shop/cart-1', 'Node/w1'], places: [system, 'shop'] },
  { what: 'only a namespace', targets: [], namespace: 'shop', places: ['shop', system] },
  { what: 'a namespace, measured in another', targets: [], namespace: 'monitoring', exported: 'shop', places: ['shop', system] },
  { what: 'nothing', targets: [], places: [system, 'monitoring'] },
  { what: 'a namespace that cannot be one', targets: [], namespace: 'Shop; rm', places: [system, 'monitoring'] },
  { what: 'the system namespace', targets: [], namespace: system, places: [system] },
])('what names $what is stored in the first of $places', ({ targets, namespace, exported, places }) => {
  const named: Target[] = targets.map((text) => target(text));
  const details = {
    alertname: 'A',
    ...(namespace !== undefined && { namespace }),
    ...(exported !== undefined && { exported_namespace: exported }),
  };
  const spec = { type: 'a', severity: 'low', source: 'deterministic', details } as const;
  expect(placesOfAlert({ spec, targets: named }, system, 'monitoring')).toEqual(places);
});

test('what the engine fetched itself goes where who may report everywhere would have sent it', () => {
  const report = { spec: { type: 'a', severity: 'low', source: 'deterministic', details: {} }, targets: [] } as const;
  expect(placesOfAlert(report, system, undefined)[0]).toBe(placesOfAlert(report, system, 'monitoring')[0]);
});
