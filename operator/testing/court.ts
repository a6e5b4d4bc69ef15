import type { RemediationAction } from '../api/generated/types.ts';
import { usualNamespace } from '../api/usual-namespace.ts';
import { makePass } from '../controllers/arbitration/pass.ts';
import { kinds } from '../kube/kinds.ts';
import type { Operation } from '../operations/operation.ts';
import { at, buildAction, type ActionWish } from './action-builder.ts';
import { fakeEngine, type FakeEngine, type FakeEngineOptions } from './fake-engine.ts';

/** An operation that exists, as far as arbitration looks at it. */
export function builtOperation(name: Operation['name'], types: Operation['types'], more: Partial<Operation> = {}): Operation {
  return {
    name,
    types,
    targetKinds: 'any',
    parameters: { type: 'object', additionalProperties: true },
    undo: 'Reversible',
    effects: [],
    inspect: () => Promise.reject(new Error('arbitration inspects nothing')),
    ...more,
  };
}

const replicas = { type: 'object', additionalProperties: false, required: ['replicas'], properties: { replicas: { type: 'integer' } } };

/** Catalogue of the tests of arbitration. */
export const catalogue: readonly Operation[] = [
  builtOperation('cordon_node', ['node_remediation'], { targetKinds: ['Node'] }),
  builtOperation('drain_node', ['node_remediation'], { targetKinds: ['Node'] }),
  builtOperation('scale_workload', ['resource_scaling'], { parameters: replicas }),
  builtOperation('restart_deployment', ['application_remediation']),
  builtOperation('delete_pod', ['application_remediation'], { targetKinds: ['Pod'] }),
  builtOperation('observe', ['node_remediation', 'application_remediation', 'platform_remediation']),
];

const labels = { app: 'pay' };

/** Three nodes, and a Deployment shop/pay with a pod on w1. */
export const smallCluster = [
  ...['w1', 'w2', 'w3'].map((name) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: `uid-${name}` } })),
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'pay', namespace: 'shop', uid: 'uid-pay' },
    spec: { selector: { matchLabels: labels } },
  },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pay-a', namespace: 'shop', uid: 'uid-pay-a', labels }, spec: { nodeName: 'w1' } },
];

/** A fake engine in which arbitration passes are made by hand. */
export interface Court extends FakeEngine {
  readonly pass: ReturnType<typeof makePass>;
  /** The action is stored, in the cache and returned as it was given. */
  readonly submit: (wish: ActionWish) => RemediationAction;
  /** As stored, by name. */
  readonly statusOf: (name: string, namespace?: string) => NonNullable<RemediationAction['status']>;
  /** `Blocked/LowerPriority` or nothing. */
  readonly shown: (name: string, namespace?: string) => string | undefined;
  /** Another actor changes the stored action. */
  readonly change: (name: string, change: (action: RemediationAction) => RemediationAction) => void;
  /** How often each kind of call was made since the last time. */
  readonly calls: () => Record<string, number>;
}

/** An engine that may read everything and write the status of actions. */
export function court(options: FakeEngineOptions = {}): Court {
  const allow = ['get *', 'list *', 'patch RemediationAction/status'];
  const engine = fakeEngine({ operations: catalogue, objects: smallCluster, allow, ...options });
  engine.clock.setNow(new Date(at(100)));
  for (const { kind, metadata } of options.objects ?? smallCluster) {
    const node = kind === 'Node' ? engine.cluster.peek(kinds.Node, { name: metadata.name ?? '' }) : undefined;
    if (node) engine.deps.caches.nodes.upsert(node);
  }
  const stored = (name: string, namespace = usualNamespace) =>
    engine.cluster.peek<RemediationAction>(kinds.RemediationAction, { namespace, name });
  let counted = 0;
  return {
    ...engine,
    pass: makePass(engine.deps),
    submit(wish) {
      const action = buildAction(wish);
      engine.put(action);
      return action;
    },
    statusOf: (name, namespace) => stored(name, namespace)?.status ?? {},
    shown(name, namespace) {
      const { phase, reason } = stored(name, namespace)?.status ?? {};
      return phase && `${phase}/${reason}`;
    },
    change(name, change) {
      const before = stored(name);
      if (!before) throw new Error(`there is no action ${name}`);
      const after = change(before);
      const generation = (before.metadata.generation ?? 1) + (after.spec === before.spec ? 0 : 1);
      engine.put({ ...after, metadata: { ...after.metadata, generation } });
    },
    calls() {
      const news = engine.cluster.calls.slice(counted).map(({ verb, what }) => `${verb} ${what}`);
      counted = engine.cluster.calls.length;
      return Object.fromEntries([...Map.groupBy(news, (call) => call)].map(([call, same]) => [call, same.length]));
    },
  };
}
