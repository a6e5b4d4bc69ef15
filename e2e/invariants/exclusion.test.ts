import { expect, test } from '@jest/globals';
import { buildAction } from '../../operator/testing/action-builder.ts';
import { admitted, goodStory } from './good-story.ts';
import { violations } from './violations.ts';

/** The good story, and while it works on w1 a workload with pods on those nodes is scaled. */
function scaledBeside(nodes: readonly string[]) {
  const resolvedTarget = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'cart', nodes: [...nodes] };
  const scaling = { uid: 'uid-other', name: 'act-other', type: 'resource_scaling', target: 'Deployment/shop/cart' } as const;
  return goodStory({
    after: {
      'cordon is intended': (story) =>
        story
          .stored(buildAction({ ...scaling, status: admitted }))
          .stored(buildAction({ ...scaling, status: { phase: 'Running', resolvedTarget } })),
    },
  });
}

test.each([
  { scope: 'Cluster', nodes: ['w2'], why: ['exclusive types'] },
  { scope: 'Cluster', nodes: ['w1'], why: ['exclusive types'] },
  { scope: 'Related', nodes: ['w2'], why: [] },
  { scope: 'Related', nodes: ['w1', 'w2'], why: ['exclusive types'] },
] as const)('under the scope $scope, scaling what runs on $nodes while w1 is worked on breaks: $why', ({ scope, nodes, why }) => {
  const found = violations({ ...scaledBeside(nodes), scope });
  expect(found.map(({ invariant, message }) => `${invariant} ${message.split(': ')[1]}`)).toEqual(why.map((reason) => `4 ${reason}`));
});
