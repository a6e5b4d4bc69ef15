import type { Change, OperationName, RemediationActionSpec, Target } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import type { Inspection } from './look.ts';
import type { Findings } from './rehearsal.ts';

/** What a dry run has to tell. */
export interface Told {
  readonly inspection: Inspection;
  readonly findings: Findings;
  readonly changes: readonly Change[];
}

/** One sentence for whoever asked: what would happen, and what stands against it. */
export function sentenceOf({ operation, target }: Pick<RemediationActionSpec, 'operation' | 'target'>, told: Told): string {
  const { inspection, findings } = told;
  if (inspection.kind === 'nothingToDo' || inspection.kind === 'takenOver')
    return `Dry run: nothing would be written: ${inspection.message}`;
  const asked = phrases[operation](named(target), told.changes);
  const says = [`would ${asked}`, ...refusal(findings), ...held(findings), ...blocked(findings), ...missing(findings)];
  return `Dry run: ${says.join('; ')}.`;
}

const named = (target: Target): string => (target.kind === 'Node' ? target.name : targetString(target));

function refusal({ refused, blockers }: Findings): string[] {
  if (!refused) return [];
  const why = isOfDrain({ refused, blockers }) ? listed(blockers, 1) : refused.message;
  return [`refused by ${refused.reason}: ${why.replace(/\.$/, '')}`];
}

/** Whether the refusal only says what the blockers say. */
function isOfDrain({ refused, blockers }: Pick<Findings, 'refused' | 'blockers'>): boolean {
  return refused?.reason === 'DrainBlocked' && blockers.length > 0;
}

function held({ gates }: Findings): string[] {
  return gates.length === 0 ? [] : [`held by ${[...new Set(gates.map(({ reason }) => reason))].join(', ')}`];
}

function blocked({ refused, blockers }: Findings): string[] {
  if (blockers.length === 0 || isOfDrain({ refused, blockers })) return [];
  return [`blocked by ${listed(blockers, 1)}`.replace(/\.$/, '')];
}

function missing({ missingRights }: Findings): string[] {
  return missingRights.length === 0 ? [] : [`missing: ${listed(missingRights, 5)}`];
}

function listed(texts: readonly string[], most: number): string {
  const more = texts.length > most ? ` and ${texts.length - most} more` : '';
  return `${texts.slice(0, most).join(', ')}${more}`;
}

type Phrase = (target: string, changes: readonly Change[]) => string;

/** The numbers, or the like, that the one change is about. */
const fromTo = ([change]: readonly Change[]): string => {
  const { from, to } = change ?? {};
  return `${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`;
};

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Evictions that are listed one by one, and those that a last line counts. */
function pods(changes: readonly Change[]): string {
  const rest = changes.map(({ to }) => Number(/^(\d+) more evicted$/.exec(to ?? '')?.[1] ?? 0)).reduce((a, b) => a + b, 0);
  return changes.length === 0 ? 'its pods' : counted(changes.filter(({ to }) => to === 'evicted').length + rest, 'pod');
}

const restarts: Phrase = (target) => `replace the pods of ${target} one after the other`;

const phrases: Readonly<Record<OperationName, Phrase>> = {
  monitor_mco: (target) => `wait until the MachineConfigPool of ${target} has rolled out`,
  monitor_cluster_operator: (target) => `wait until ${target} is well`,
  cordon_node: (target) => `cordon ${target}`,
  uncordon_node: (target) => `uncordon ${target}`,
  drain_node: (target, changes) => `cordon ${target} and evict ${pods(changes)}`,
  drain_and_reboot_node: (target, changes) => `cordon ${target}, evict ${pods(changes)} and reboot it`,
  restart_kubelet: (target) => `restart the kubelet of ${target}`,
  rollback_machine_config: (target, changes) => `set ${counted(changes.length, 'MachineConfig')} of ${target} back`,
  add_node_capacity: (target, changes) => `scale ${target}${fromTo(changes)}`,
  scale_workload: (target, changes) => `scale ${target}${fromTo(changes)}`,
  update_resources: (target, changes) => `change ${counted(changes.length, 'amount')} of ${target}`,
  restart_deployment: restarts,
  restart_operator: restarts,
  rollout_undo: (target, changes) => `set the template of ${target} back${fromTo(changes)}`,
  delete_pod: (target) => `evict ${target}`,
  argocd_sync: (target) => `have Argo CD sync ${target}`,
  helm_rollback: (target, changes) => `roll back the release of ${target}${fromTo(changes)}`,
  reconcile_owner: (target) => `have the operator of ${target} look at it`,
  run_job: (target) => `run a Job for ${target}`,
  observe: (target) => `watch ${target}`,
  predict: (target) => `ask ${target}`,
  correlate: (target) => `group the open anomalies of ${target}`,
};
