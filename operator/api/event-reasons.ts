import { isReason } from './reasons.ts';

/** When an Event is recorded. */
export interface EventRow {
  readonly type: 'Normal' | 'Warning';
  /** The object that it regards. */
  readonly on: string;
  readonly when: string;
}

const normal = (on: string, when: string): EventRow => ({ type: 'Normal', on, when });
const warning = (on: string, when: string): EventRow => ({ type: 'Warning', on, when });

const ofPlans = {
  PlanCreated: normal('the Anomaly', 'A plan was made for it.'),
  PlanRefused: warning('the Anomaly', 'The API server refused its plan.'),
  AnomalyDetected: warning('the Anomaly and its targets', 'It is reported, and nothing is done because its mode is Observe.'),
  Ineffective: warning('the Anomaly', 'Its plan succeeded, and what was reported came back all the same.'),
  PlanStarted: normal('the plan and its targets', 'It begins.'),
  StepFailed: warning('the plan and its targets', 'A step of it failed.'),
  CheckpointFailed: warning('the plan and its targets', 'A layer is not healthy in time.'),
  RollbackStarted: warning('the plan and its targets', 'What was done is being undone.'),
  PlanSucceeded: normal('the plan and its targets', 'It ended well.'),
  PlanFailed: warning('the plan and its targets', 'It failed, and nothing had to be undone or could be.'),
  PlanRolledBack: warning('the plan and its targets', 'It failed, and what it did was undone.'),
  PlanRollbackFailed: warning('the plan and its targets', 'It failed, and a person has to look at what could not be undone.'),
  PlanCancelled: warning('the plan and its targets', 'It was stopped.'),
  ApprovalTooLate: warning('the plan and its targets', 'Somebody denied it after it had begun.'),
  BlockCleared: normal('the plan and its targets, or the action', 'A person let it begin although what was tried before had failed.'),
} as const;

const ofActions = {
  Executing: normal('the action', 'It begins.'),
  ConflictDetected: normal('the target', 'Somebody who wants it has to wait for another.'),
  ConflictWon: normal('the plan or action that goes first', 'Another one waits for it.'),
} as const;

const ofTargets = {
  ExcludeLabelUnclear: warning('the Node', 'Its label to keep the engine away has no value, and so keeps nobody away.'),
  NodeCordoned: normal('the Node', 'No new pod is scheduled to it.'),
  NodeDraining: normal('the Node', 'Its pods are evicted.'),
  NodeRebooting: normal('the Node', 'It is rebooted.'),
  KubeletRestarting: normal('the Node', 'Its kubelet is restarted.'),
  NodeUncordoned: normal('the Node', 'It takes pods again.'),
  ClaimReleased: normal('the Node', 'The mark of a plan or an action that has ended was removed.'),
  Restarting: normal('the workload', 'Its pods are replaced one after the other.'),
  Scaling: normal('the target', 'Its replicas are changed, or set back.'),
  UpdatingResources: normal('the workload', 'The resources of its containers are changed, or set back.'),
  RollingBack: normal('the workload or the MachineConfigPool', 'It gets back what it had before.'),
  RollingForward: normal('the workload', 'A rollback is undone.'),
  Evicting: normal('the Pod', 'It is evicted.'),
  Syncing: normal('the workload or the Application', 'Argo CD is asked to sync it.'),
  ReleaseRollback: normal('the workload', 'The Helm release that it is of is rolled back.'),
  Reconciling: normal('the owner', 'Its operator is made to look at it.'),
  JobRun: normal('the target', 'A Job is run for it.'),
  PlaybookRefused: warning('the ConfigMap', 'Something is wrong with a playbook in it.'),
} as const;

/** Every reason of an Event that is none of a status. */
export const eventReasons: Readonly<Record<string, EventRow>> = { ...ofPlans, ...ofActions, ...ofTargets };

/** A reason of the table. */
export type EventReason = keyof typeof ofPlans | keyof typeof ofActions | keyof typeof ofTargets;

/** Whether the reason is written down: here, or as one of a status, which the Event about that status has. */
export function isEventReason(reason: string): boolean {
  return Object.hasOwn(eventReasons, reason) || isReason(reason);
}
