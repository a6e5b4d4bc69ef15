import { describe, expect, test } from '@jest/globals';
import type { DeploymentInfo } from '../../api/generated/types.ts';
import { target } from '../../testing/targets.ts';
import { computed, filledIn, incomputable } from './compute.ts';
import { sampleOf } from './sample.ts';
import type { Situation } from './situation.ts';

const pay = target('Deployment/shop/pay');
function situation(deployment: Partial<DeploymentInfo> = {}, words: readonly string[] = []): Situation {
  const diagnosis = { affectedLayers: [], impactedResources: [], dependencies: [], deployments: [] };
  const report = { type: 'x', details: { query: 'sum(rate(x[5m]))', device: '/dev/sda1', threshold: '0.5', text: 'much' } };
  const about = { target: pay, layer: 'application', words, isCause: false, nothingElse: false } as const;
  return { ...about, diagnosis, report, reported: pay, history: [], deployment: { target: pay, method: 'Manual', ...deployment } };
}

describe('a computed parameter', () => {
  test.each<{ compute: object; of?: Situation; value: unknown }>([
    { compute: { compute: 'grownReplicas' }, of: situation({}, ['GrowsTo 4']), value: 4 },
    { compute: { compute: 'grownReplicas' }, value: incomputable },
    { compute: { compute: 'replicas' }, of: situation({ replicas: 3 }), value: 5 },
    { compute: { compute: 'replicas', factor: 2, most: 4 }, of: situation({ replicas: 3 }), value: 4 },
    { compute: { compute: 'replicas', most: 3 }, of: situation({ replicas: 3 }), value: incomputable },
    { compute: { compute: 'replicas' }, of: situation({ replicas: 0 }), value: incomputable },
    { compute: { compute: 'detail', key: 'device' }, value: '/dev/sda1' },
    { compute: { compute: 'detail', key: 'query' }, value: incomputable },
    {
      compute: { compute: 'text', text: 'rate(x{ns="${namespace}",app="${name}",y="${z}"}[5m])' },
      value: 'rate(x{ns="shop",app="pay",y="${z}"}[5m])',
    },
    { compute: { compute: 'text' }, value: incomputable },
    { compute: { compute: 'detail', key: 'threshold', as: 'number' }, value: 0.5 },
    { compute: { compute: 'detail', key: 'text', as: 'number' }, value: incomputable },
    { compute: { compute: 'detail', key: 'nothing' }, value: incomputable },
    { compute: { compute: 'toString' }, value: incomputable },
    {
      compute: { compute: 'memoryLimits', factor: 2, most: '1Gi' },
      of: situation({
        outOfMemory: [
          { container: 'a', limit: '64Mi' },
          { container: 'b', limit: '2Gi' },
        ],
      }),
      value: [{ name: 'a', limits: { memory: '128Mi' } }],
    },
    { compute: { compute: 'memoryLimits' }, value: incomputable },
  ])('$compute is $value', ({ compute, of = situation(), value }) => {
    const deep = filledIn({ plain: [1, 'x'], inner: { deep: [compute] } }, of);
    expect(deep).toEqual(value === incomputable ? incomputable : { plain: [1, 'x'], inner: { deep: [value] } });
  });

  test('has a sample of its kind, whatever it may be', () => {
    for (const compute of computed) expect(sampleOf({ a: [{ compute }] })).toMatchObject({ unknown: [] });
    expect(sampleOf({ a: { compute: 'dice' } }).unknown).toEqual(['dice']);
  });
});
