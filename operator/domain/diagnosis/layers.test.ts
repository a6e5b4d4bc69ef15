import { expect, test } from '@jest/globals';
import { compareLayers, layerOfKind, sortLayers } from './layers.ts';

test.each([
  ['Node', 'infrastructure'],
  ['MachineConfig', 'infrastructure'],
  ['MachineConfigPool', 'infrastructure'],
  ['KubeletConfig', 'infrastructure'],
  ['ClusterOperator', 'platform'],
  ['IngressController', 'platform'],
  ['NetworkOperator', 'platform'],
  ['NetworkPolicy', 'platform'],
  ['Pod', 'application'],
  ['Deployment', 'application'],
  ['StatefulSet', 'application'],
  ['Sprocket', 'application'],
])('a %s belongs to the %s layer', (kind, layer) => {
  expect(layerOfKind(kind)).toBe(layer);
});

test('layers are sorted from the lowest up, each once', () => {
  expect(sortLayers(['application', 'infrastructure', 'application', 'platform'])).toEqual(['infrastructure', 'platform', 'application']);
  expect(compareLayers('infrastructure', 'application')).toBeLessThan(0);
});
