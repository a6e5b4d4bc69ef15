import { expect, test } from '@jest/globals';
import { layersFromWords } from './words.ts';

test.each([
  { text: 'node is not ready', layers: ['infrastructure'] },
  { text: 'machineconfig updated', layers: ['infrastructure'] },
  { text: 'the operator is degraded', layers: ['platform'] },
  { text: 'pod crashloop', layers: ['application'] },
  { text: 'Pod crash caused by insufficient node resources', layers: ['infrastructure', 'application'] },
  { text: 'DNS fails for one Deployment', layers: ['platform', 'application'] },
  { text: 'postgres connection timeout', layers: [] },
  { text: 'nodejs heap growth', layers: [] },
  { text: 'chaos in the podcast', layers: [] },
  { text: undefined, layers: [] },
])('$text speaks of $layers', ({ text, layers }) => {
  expect(layersFromWords(text)).toEqual(layers);
});

test('several texts count together, the lowest layer first', () => {
  expect(layersFromWords('pod gone', 'kubelet silent')).toEqual(['infrastructure', 'application']);
});
