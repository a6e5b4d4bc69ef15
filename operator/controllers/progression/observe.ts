import type { Anomaly, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { isPlanOver } from '../../api/terminal-phases.ts';
import { asItStands } from '../../domain/alerts/as-it-stands.ts';
import type { Refused, Rules, SeenPlan } from '../../domain/progression/seen.ts';
import { parseKey } from '../../kube/client.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { duplicatesOf, indexDuplicates } from '../runtime/duplicates.ts';
import { maybeWithoutCheckpoints } from './defects.ts';

/** Index of the actions cache: the uid of the controlling plan. */
export const byPlan = 'progression/plan';
/** Index of the plans cache: the founding anomaly as namespace/name. */
export const byAnomaly = 'progression/anomaly';
const byEnd = 'progression/unfinished';

type Caches = EngineDeps['caches'];

/** The caches can be asked for the actions of a plan, for the plans and the duplicates of an anomaly, and for the plans that go on. */
export function addIndexes({ anomalies, plans, actions }: Caches): void {
  actions.addIndex(byPlan, ({ metadata }) => (metadata.ownerReferences ?? []).flatMap(({ controller, uid }) => (controller ? [uid] : [])));
  plans.addIndex(byAnomaly, ({ metadata, spec }) => (spec.anomalyRef ? [`${metadata.namespace}/${spec.anomalyRef.name}`] : []));
  indexDuplicates(anomalies);
  plans.addIndex(byEnd, (plan) => (isPlanOver(plan) ? [] : ['yes']));
}

/** The plans that have not ended; those that have, and may be many, are not looked at. */
export function unfinishedPlans({ plans }: Caches): RemediationPlan[] {
  return plans.byIndex(byEnd, 'yes');
}

/** Everything that is known about the plan of that key; undefined when it is gone. */
export function observePlan(caches: Caches, key: string, rules: Rules, refused: ReadonlyMap<string, Refused>): SeenPlan | undefined {
  const known = caches.plans.get(parseKey(key));
  if (!known) return undefined;
  const plan = maybeWithoutCheckpoints(known);
  const actions = actionsOf(caches, plan);
  const anomaly = anomalyOf(caches, plan);
  return { plan, actions, others: othersOf(caches, actions), refused, answers: {}, rules, ...(anomaly && { anomaly }) };
}

/** Its own actions, and whatever has a name that its status means to use. */
function actionsOf({ actions }: Caches, { metadata, status }: RemediationPlan): ReadonlyMap<string, RemediationAction> {
  const { namespace, uid } = metadata;
  const names = [...(status?.steps ?? []), ...(status?.rollback ?? [])].flatMap(({ actionRef }) => actionRef?.name ?? []);
  const named = names.flatMap((name) => actions.get({ namespace, name }) ?? []);
  return new Map([...actions.byIndex(byPlan, uid), ...named].map((action) => [action.metadata.name, action]));
}

function anomalyOf({ anomalies }: Caches, { metadata, spec }: RemediationPlan): Anomaly | undefined {
  if (!spec.anomalyRef) return undefined;
  const anomaly = anomalies.get({ namespace: metadata.namespace, name: spec.anomalyRef.name });
  const isMeant = spec.anomalyRef.uid === undefined || anomaly?.metadata.uid === spec.anomalyRef.uid;
  return anomaly && isMeant ? asItStands(anomaly, duplicatesOf(anomalies, anomaly)) : undefined;
}

/** The actions that went before superseded ones, by the reference that those have recorded. */
function othersOf({ actions }: Caches, own: ReadonlyMap<string, RemediationAction>): ReadonlyMap<string, RemediationAction> {
  const winners = [...own.values()].flatMap(({ status }) => (status?.phase === 'Superseded' ? (status.arbitration?.winner ?? []) : []));
  const found = winners.flatMap((ref): [string, RemediationAction][] => {
    const [kind, namespace, name] = ref.split('/');
    const action = kind === 'RemediationAction' && name !== undefined ? actions.get({ namespace, name }) : undefined;
    return action ? [[ref, action]] : [];
  });
  return new Map(found);
}
