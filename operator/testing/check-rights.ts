import type { RemediationAction, Target } from '../api/generated/types.ts';
import { resolveNamespace } from '../api/target.ts';
import { wordsOf, type Right } from '../api/right.ts';
import { keyFor, keyOf, type KubeObject } from '../kube/client.ts';
import { findKind, groupOf, kinds } from '../kube/kinds.ts';
import { rightsFor } from '../operations/rights.ts';
import type { FakeEngine } from './fake-engine.ts';

/** Operations that read whatever they are asked about, and say themselves what they could not read. */
const free: ReadonlySet<string> = new Set(['observe', 'correlate']);

/** What is looked for, and gone without where it may not be read; and the lock that another action left. */
const spare: readonly { readonly operation: string; readonly right: RegExp }[] = [
  { operation: 'drain_and_reboot_node', right: /^(list|get) \w+\.([\w-]+\.medik8s\.io|metal3\.io|cluster\.x-k8s\.io)/ },
  { operation: 'drain_and_reboot_node', right: /^get leases\.coordination\.k8s\.io in kube-node-lease$/ },
  { operation: 'reconcile_owner', right: /^get \w+\.databases\.example\.com/ },
  // Of a dry run it is not recorded which owner was found.
  { operation: 'reconcile_owner', right: /^patch shops\.example\.com/ },
  { operation: 'cordon_node', right: /^delete leases\./ },
  // A right on one name, which a review without a name does not know; the inspection says itself that it is missing.
  { operation: 'rollout_undo', right: /^create serviceaccounts\/token / },
];

/** Limits are looked at by a dry run too, and read what they need for themselves. */
const isOfLimits = ({ spec }: Pick<RemediationAction, 'spec'>, { verb }: Right): boolean =>
  spec.dryRun && (verb === 'get' || verb === 'list');

/** Nothing was asked of the API server for the action that the table of rights does not name. */
export function checkRights(engine: FakeEngine, { metadata, spec }: RemediationAction, used: readonly Right[]): void {
  const action = engine.cluster.peek<RemediationAction>(kinds.RemediationAction, keyOf({ metadata }));
  if (!action || free.has(spec.operation)) return;
  const declared = new Set(declaredFor(engine, action).map(wordsOf));
  const own = groupOf(action.apiVersion);
  const asked = used.filter((right) => !isOfLimits(action, right));
  const missing = asked
    .filter((right) => right.group !== own && !isDeclared(declared, right))
    .map(wordsOf)
    .filter((words) => !isSpare(spec.operation, words));
  if (missing.length > 0) throw new Error(`${spec.operation} needs what the table of rights does not name: ${missing.join(', ')}`);
}

const isSpare = (operation: string, words: string): boolean => spare.some((one) => one.operation === operation && one.right.test(words));

function isDeclared(declared: ReadonlySet<string>, right: Right): boolean {
  return declared.has(wordsOf(right)) || declared.has(wordsOf({ ...right, namespace: undefined }));
}

/** The rights that the table names for the action as it stands. */
export function declaredFor(engine: FakeEngine, action: RemediationAction): readonly Right[] {
  const { cluster, deps, clock } = engine;
  const recorded = undoneBy(engine, action) ?? action;
  const target = targetOf(engine, action, recorded);
  const kind = findKind(target.apiVersion, target.kind);
  return rightsFor({
    client: cluster,
    action,
    target,
    object: kind && cluster.peek<KubeObject>(kind, keyFor(kind, target)),
    claim: '',
    before: recorded.status?.before ?? {},
    result: {},
    parameters: action.spec.parameters ?? {},
    now: clock.now(),
    timeoutSeconds: 0,
    approved: false,
    ownNode: deps.settings.nodeName,
    ownAccount: '',
    nodeJobImage: '',
    ownPod: { namespace: deps.settings.systemNamespace, name: deps.settings.podName },
  });
}

function undoneBy({ cluster }: FakeEngine, { metadata: { namespace }, spec: { compensates } }: RemediationAction) {
  return compensates && cluster.peek<RemediationAction>(kinds.RemediationAction, { namespace, name: compensates.name });
}

function targetOf({ deps }: FakeEngine, { metadata, spec }: RemediationAction, recorded: RemediationAction): Target {
  const named = resolveNamespace(spec.target, metadata.namespace);
  return deps.operations.get(spec.operation)?.actsOnNamed ? named : (recorded.status?.resolvedTarget ?? named);
}
