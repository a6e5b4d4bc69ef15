/** As much of a RemediationAction as the rules look at. */
export interface CheckedAction {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly creationTimestamp: string;
  };
  readonly spec: {
    readonly type: string;
    readonly operation: string;
    readonly target: { readonly kind: string; readonly namespace?: string; readonly name: string };
    readonly source?: string;
    readonly confidence?: number;
    readonly priority?: number;
    readonly parameters?: Readonly<Record<string, unknown>>;
    readonly dryRun?: boolean;
    readonly approvalRequired?: boolean;
    readonly approval?: { readonly decision: string };
    readonly compensates?: object;
  };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly blocked?: { readonly since: string; readonly until?: string };
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly lastTransitionTime: string }[];
  };
}

/** The circumstances of a decision. */
export interface CheckedWorld {
  /** `Deployment/shop/pay` -> the nodes that its pods run on. */
  readonly placement: Readonly<Record<string, readonly string[]>>;
  /** `Pod/shop/pay-1` -> `Deployment/shop/pay`. */
  readonly controllers?: Readonly<Record<string, string>>;
  /** Uid of an action -> uid of the plan that owns it. */
  readonly plans?: Readonly<Record<string, string>>;
  /** `Node/w1` -> uid of the executing plan that holds it. */
  readonly held?: Readonly<Record<string, string>>;
  readonly threshold: number;
  readonly maxActive: number;
  readonly scope: 'Cluster' | 'Related';
}

const exclusive = [
  ['node_remediation', 'resource_scaling'],
  ['model_inference', 'alert_correlation'],
];
/** Operations that conflict with nothing. */
export const watching = ['monitor_mco', 'monitor_cluster_operator', 'observe'];

/** Whether execution told it to wait for longer than until `now`. */
export function isPaused({ status }: CheckedAction, now: number): boolean {
  return status?.blocked?.until !== undefined && Date.parse(status.blocked.until) > now;
}

/** The object that an action locks, as `Kind/namespace/name`. */
export function lockedBy({ metadata, spec }: CheckedAction, { controllers = {} }: CheckedWorld): string {
  const { kind, name } = spec.target;
  const clusterWide = ['Node', 'Namespace', 'ClusterOperator', 'MachineConfigPool', 'ClusterVersion', 'NodePool', 'MachineConfig'];
  const text = clusterWide.includes(kind) ? `${kind}/${name}` : `${kind}/${spec.target.namespace ?? metadata.namespace ?? ''}/${name}`;
  return controllers[text] ?? text;
}

/** Why `a` may not run while `b` does; undefined when it may. */
export function clash(a: CheckedAction, b: CheckedAction, world: CheckedWorld): string | undefined {
  const harmless = [a, b].some(({ spec }) => spec.dryRun === true || watching.includes(spec.operation));
  if (harmless || a.metadata.uid === b.metadata.uid) return undefined;
  const [x, y] = [lockedBy(a, world), lockedBy(b, world)];
  if (x === y) return 'same_target';
  if (a.spec.compensates) return undefined;
  const inside = (node: string, other: string) => node.startsWith('Node/') && (world.placement[other] ?? []).includes(node.slice(5));
  if (inside(x, y) || inside(y, x)) return 'contained_target';
  if (b.spec.compensates || world.scope === 'Related') return undefined;
  const pair = [a.spec.type, b.spec.type].sort().join();
  return exclusive.some((one) => [...one].sort().join() === pair) ? 'exclusive_types' : undefined;
}

/** Whether a rule or a person stands behind it. */
export function humanOrRule({ spec }: CheckedAction): boolean {
  return spec.source !== 'ai_driven' || spec.approval?.decision === 'Approved';
}

/** Whether a model asks by itself. */
export function aloneAi(action: CheckedAction, world: CheckedWorld): boolean {
  return !humanOrRule(action) && !action.spec.compensates && world.plans?.[action.metadata.uid] === undefined;
}

/** Why it waits for a person. */
export function gate(action: CheckedAction, world: CheckedWorld): 'LowConfidence' | 'ApprovalRequired' | undefined {
  if (action.spec.dryRun) return undefined;
  if (aloneAi(action, world) && (action.spec.confidence ?? 0) < world.threshold) return 'LowConfidence';
  const { approvalRequired, approval, compensates } = action.spec;
  return approvalRequired && approval?.decision !== 'Approved' && !compensates ? 'ApprovalRequired' : undefined;
}

/** Full ageing steps since it was first Blocked. */
export function steps({ status }: CheckedAction, now: number): number {
  if (status?.phase !== 'Blocked' || !status.blocked) return 0;
  return Math.max(0, Math.floor((now - Date.parse(status.blocked.since)) / 300_000));
}

/** The number that ranks it; 0 for a compensating one. */
export function effectivePriority(action: CheckedAction, now: number): number {
  if (action.spec.compensates) return 0;
  return Math.max(1, (action.spec.priority ?? 3) - steps(action, now));
}

/** Whether `a` goes before `b`. */
export function before(a: CheckedAction, b: CheckedAction, now: number): boolean {
  const [pa, pb] = [effectivePriority(a, now), effectivePriority(b, now)];
  if (pa !== pb) return pa < pb;
  const [ta, tb] = [Date.parse(a.metadata.creationTimestamp), Date.parse(b.metadata.creationTimestamp)];
  return ta !== tb ? ta < tb : a.metadata.uid < b.metadata.uid;
}

/** Whether it is Admitted or Running. */
export function holds({ status }: CheckedAction): boolean {
  return status?.phase === 'Admitted' || status?.phase === 'Running';
}

/** Whether it has neither won nor ended. */
export function waits({ status }: CheckedAction): boolean {
  return status?.phase === undefined || ['Pending', 'Blocked', 'AwaitingApproval'].includes(status.phase);
}
