import { describe, expect, test } from '@jest/globals';
import type { Intent, RemediationActionStatus } from '../../operator/api/generated/types.ts';
import { at, buildAction } from '../../operator/testing/action-builder.ts';
import { buildAnomaly } from '../../operator/testing/anomaly-builder.ts';
import { action, admitted, ended, endedPlan, goodStory, healthy, pay, plan, scaleEntry, type Changes, type Told } from './good-story.ts';
import { cordonBody, intent, node } from './story-builder.ts';
import { violations } from './violations.ts';

const cordonEntry = { resource: 'nodes', requestObject: cordonBody('token-cordon') };
const liftEntry = { resource: 'nodes', requestObject: { spec: { unschedulable: null } } };
const eviction = (uid?: string) => ({
  resource: 'pods',
  subresource: 'eviction',
  verb: 'create',
  namespace: 'shop',
  name: 'pay-1',
  requestObject: { deleteOptions: uid === undefined ? {} : { preconditions: { uid } } },
});
const draining = action('cordon', { ...admitted, phase: 'Running', intents: [intent('cordon', 'Done'), intent('evict')] });
const status = { resource: 'remediationactions', subresource: 'status' };
const cordonDone = { ...ended, intents: [intent('cordon', 'Done')] };
const restart = { spec: { template: { metadata: { annotations: { 'coordination.selfheal.dev/token': 'token-restart' } } } } };
const changed = { metadata: { annotations: { 'coordination.selfheal.dev/token': 'token-restart' } }, spec: { template: { spec: {} } } };
const other = (more: Parameters<typeof buildAction>[0]) => buildAction({ uid: 'uid-other', name: 'act-other', target: 'Node/w1', ...more });
const runs = (more: Parameters<typeof buildAction>[0], status: RemediationActionStatus = {}): Told => {
  return (story) => story.stored(other({ ...more, status: admitted })).stored(other({ ...more, status: { ...status, phase: 'Running' } }));
};
const begins = (name: Parameters<typeof action>[0], recorded: Intent): Told => {
  return (story) => story.stored(action(name, { ...admitted, phase: 'Running', intents: [recorded] }));
};
const badCheck = (change: object) =>
  plan('Executing', { ...healthy, checkpoints: healthy.checkpoints.map((checkpoint) => ({ ...checkpoint, ...change })) });

interface Row {
  readonly invariant: number;
  readonly what: string;
  readonly changes: Changes;
}

const broken: readonly Row[] = [
  {
    invariant: 1,
    what: 'a node is cordoned twice under one token',
    changes: { after: { cordoned: (story) => story.written(node({ cordoned: true, claim: 'uid-plan', was: 'true' }), cordonEntry) } },
  },
  {
    invariant: 1,
    what: 'a workload is scaled twice for one intent',
    changes: { after: { scaled: (story) => story.written({ ...pay, ...{ spec: { replicas: 4 } } }, scaleEntry) } },
  },
  {
    invariant: 1,
    what: 'a pod is evicted twice',
    changes: {
      after: { cordoned: (story) => story.written(draining, status).answered(eviction('uid-pod')).answered(eviction('uid-pod')) },
    },
  },
  {
    invariant: 1,
    what: 'a pod is evicted without its uid',
    changes: { after: { cordoned: (story) => story.written(draining, status).answered(eviction()) } },
  },
  {
    invariant: 2,
    what: 'a node is cordoned before the intent is recorded',
    changes: { without: ['cordon is intended'], after: { cordoned: begins('cordon', intent('cordon')) } },
  },
  {
    invariant: 2,
    what: 'a workload is scaled before the intent is recorded',
    changes: { without: ['scale is intended'], after: { scaled: begins('scale', intent('scale', undefined, { targetUid: 'uid-pay' })) } },
  },
  {
    invariant: 2,
    what: 'a workload is restarted under a token that nobody recorded',
    changes: { after: { scaled: (story) => story.written(pay, { resource: 'deployments', requestObject: restart }) } },
  },
  {
    invariant: 2,
    what: 'a template is changed, with its token beside it, under one that nobody recorded',
    changes: { after: { scaled: (story) => story.written(pay, { resource: 'deployments', requestObject: changed }) } },
  },
  {
    invariant: 2,
    what: 'a pod is evicted though nothing drains',
    changes: { after: { 'plan goes on': (story) => story.answered(eviction('uid-pod')) } },
  },
  {
    invariant: 2,
    what: 'a cordon is lifted though nothing undoes it',
    changes: { without: ['undo-cordon is intended'], after: { uncordoned: begins('undo-cordon', intent('undo-cordon')) } },
  },
  {
    invariant: 3,
    what: 'an action goes on for more than a minute after its timeout',
    changes: { after: { 'plan ends': (story) => story.stored(other({ timeoutSeconds: 60, status: admitted })) }, until: 125 },
  },
  {
    invariant: 3,
    what: 'an action ends without the outcome of an intent',
    changes: {
      instead: {
        'scale is done': (story) =>
          story.stored(action('scale', { ...ended, intents: [intent('scale', 'Done', { targetUid: 'uid-pay' }), intent('more')] })),
      },
    },
  },
  {
    invariant: 4,
    what: 'two actions run on one target',
    changes: { after: { 'cordon is intended': runs({}) } },
  },
  {
    invariant: 4,
    what: 'actions of exclusive types run',
    changes: {
      after: { 'cordon is intended': runs({ type: 'resource_scaling', target: 'Deployment/shop/cart' }) },
    },
  },
  {
    invariant: 4,
    what: 'a workload is restarted on a node that is worked on',
    changes: {
      after: {
        'cordon is intended': runs(
          { type: 'application_remediation', target: 'Deployment/shop/cart' },
          { resolvedTarget: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'cart', nodes: ['w1'] } },
        ),
      },
    },
  },
  { invariant: 5, what: 'an action runs without having been admitted', changes: { without: ['cordon is admitted'] } },
  {
    invariant: 5,
    what: 'an action waits again after an intent',
    changes: {
      instead: {
        'cordon is admitted': (story) =>
          story
            .stored(action('cordon', admitted))
            .stored(action('cordon', { phase: 'Blocked', intents: [intent('cordon')] }))
            .stored(action('cordon', { ...admitted, intents: [intent('cordon')] })),
      },
    },
  },
  {
    invariant: 5,
    what: 'an anomaly is remediated without a plan',
    changes: { after: { 'plan ends': (story) => story.stored(buildAnomaly({ status: { phase: 'Remediating' } })) } },
  },
  {
    invariant: 6,
    what: 'a reason changes after the end',
    changes: { after: { 'cordon is done': (story) => story.stored(action('cordon', { ...cordonDone, reason: 'Other' })) } },
  },
  {
    invariant: 6,
    what: 'a spec changes after the end',
    changes: {
      after: {
        'cordon is done': (story) => story.stored({ ...action('cordon', cordonDone), spec: { ...action('cordon').spec, priority: 1 } }),
      },
    },
  },
  {
    invariant: 7,
    what: 'a step begins before the one before has ended',
    changes: {
      instead: {
        'plan goes on': (story) =>
          story.stored(plan('Executing', { ...healthy, steps: healthy.steps.map((step) => ({ ...step, phase: 'Running' })) })),
      },
    },
  },
  {
    invariant: 8,
    what: 'a step begins though the checkpoint is not judged',
    changes: { instead: { 'plan goes on': (story) => story.stored(badCheck({ result: 'Pending' })) } },
  },
  {
    invariant: 8,
    what: 'a step begins though a check could not look',
    changes: {
      instead: {
        'plan goes on': (story) =>
          story.stored(badCheck({ checks: [{ name: 'node_ready', type: 'node_ready', result: 'Inconclusive', observedAt: at(10) }] })),
      },
    },
  },
  {
    invariant: 8,
    what: 'a check looked before the last effect',
    changes: {
      instead: {
        'plan goes on': (story) =>
          story.stored(badCheck({ checks: [{ name: 'node_ready', type: 'node_ready', result: 'Passed', observedAt: at(4) }] })),
      },
    },
  },
  {
    invariant: 9,
    what: 'a rolled back plan leaves a step as it is',
    changes: {
      instead: {
        'plan ends': (story) =>
          story.stored(
            plan('RolledBack', {
              ...healthy,
              steps: healthy.steps.map((step) => ({ ...step, phase: 'Succeeded' })),
              rollback: [{ step: 'step-1', result: 'Undone' }],
              finishedAt: at(20),
            }),
          ),
      },
    },
  },
  {
    invariant: 9,
    what: 'a step is undone that failed',
    changes: {
      instead: {
        'scale is done': (story) =>
          story.stored(action('scale', { ...ended, phase: 'Failed', intents: [intent('scale', 'Done', { targetUid: 'uid-pay' })] })),
      },
    },
  },
  {
    invariant: 9,
    what: 'a forward action stands for an inverse',
    changes: {
      after: { 'plan undoes': (story) => story.stored(other({ name: 'act-again', plan: { name: 'plan-p', uid: 'uid-plan' } })) },
      instead: {
        'plan ends': (story) =>
          story.stored(
            plan('RollbackFailed', {
              rollback: [{ step: 'step-1', result: 'Undone', actionRef: { name: 'act-again' } }],
              finishedAt: at(20),
            }),
          ),
      },
    },
  },
  {
    invariant: 11,
    what: 'a claim outlives its plan by more than half a minute',
    changes: { instead: { uncordoned: (story) => story.written(node({ claim: 'uid-plan' }), liftEntry) } },
  },
  {
    invariant: 11,
    what: 'a rolled back plan leaves its cordon',
    changes: { instead: { uncordoned: (story) => story.written(node({ cordoned: true }), { resource: 'nodes', requestObject: {} }) } },
  },
  {
    invariant: 12,
    what: 'the engine lifts a cordon that a person made',
    changes: {
      instead: {
        cordoned: (story) => story.stored(node({ cordoned: true })).written(node({ cordoned: true, claim: 'uid-plan' }), cordonEntry),
      },
    },
  },
];

describe('what was seen of a run', () => {
  test('is without objection when everything went as it should', () => {
    expect(violations(goodStory())).toEqual([]);
  });

  test.each(broken)('breaks $invariant alone when $what', ({ invariant, changes }) => {
    const found = violations(goodStory(changes));
    expect([...new Set(found.map((one) => one.invariant))]).toEqual([invariant]);
  });

  test.each<{ what: string; changes: Changes }>([
    {
      what: 'a write that was repeated but changed nothing',
      changes: {
        after: {
          cordoned: (story) =>
            story.answered({ ...cordonEntry, name: 'w1', responseObject: { metadata: { uid: 'uid-w1', resourceVersion: '107' } } }),
        },
      },
    },
    {
      what: 'a claim that is taken off some seconds after the end',
      changes: { instead: { uncordoned: (story) => story.written(node({ claim: 'uid-plan' }), liftEntry) }, until: 40 },
    },
    {
      what: 'a deletion of what had not ended',
      changes: {
        after: { 'plan ends': (story) => story.stored(other({ status: admitted })).deleted(other({ status: admitted })) },
        until: 9_999,
      },
    },
    {
      what: 'a knob that is turned after the end',
      changes: { after: { 'plan ends': (story) => story.stored({ ...endedPlan, spec: { ...endedPlan.spec, cancel: 'Stop' } }) } },
    },
    {
      what: 'an action that only looks beside one that works',
      changes: { after: { 'cordon is intended': runs({ operation: 'observe' }) } },
    },
  ])('may show $what', ({ changes }) => {
    expect(violations(goodStory(changes))).toEqual([]);
  });
});
