import type { RemediationPlan } from '../../api/generated/types.ts';
import { layersOf } from '../../domain/progression/columns.ts';
import type { Happening } from '../../domain/progression/seen.ts';
import type { EventFacts, EventSubject } from '../../kube/events.ts';
import * as lines from '../../log-lines.ts';
import type { LogLine } from '../../log-lines.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { tellConflict } from '../runtime/tell-conflict.ts';

type Needed = Pick<EngineDeps, 'events' | 'metrics' | 'log' | 'clock' | 'caches'>;
type Of<What extends Happening['what']> = Extract<Happening, { what: What }>;

/** What came to pass, with the plan as it is recorded and the objects that it is about. */
export interface News {
  readonly plan: RemediationPlan;
  readonly subjects: readonly EventSubject[];
  readonly happening: Happening;
}

/** The news are in the log, in the metrics, and as Events on the plan and its targets. */
export function tell(deps: Needed, { plan, subjects, happening }: News): void {
  const line = lineFor(deps, plan, happening);
  if (line) deps.log.event(line);
  if (happening.what === 'checkpointJudged') deps.metrics.checkpoint(happening.layer, happening.result);
  if (happening.what === 'stepRolledBack') deps.metrics.rollback(happening.result);
  if (happening.what === 'planLost') tellConflict(deps, plan, happening);
  const facts = eventFor(plan, happening);
  if (!facts) return;
  deps.events.record({ ...facts, regarding: plan });
  for (const regarding of subjects) deps.events.record({ ...facts, regarding, related: plan });
}

function lineFor(deps: Needed, plan: RemediationPlan, happening: Happening): LogLine | undefined {
  switch (happening.what) {
    case 'planStarted':
    case 'planEnded':
      return planLine(deps, plan, happening.what);
    case 'checkpointStarted':
    case 'checkpointJudged':
      return checkpointLine(plan.metadata.name, happening);
    case 'rollbackStarted':
    case 'stepRolledBack':
      return rollbackLine(plan.metadata.name, happening);
    case 'deniedTooLate':
    case 'planLost':
    case 'blockCleared':
      return undefined;
    default:
      return stepLine(plan.metadata.name, happening);
  }
}

function planLine({ clock }: Needed, plan: RemediationPlan, what: 'planStarted' | 'planEnded'): LogLine {
  const { metadata, spec, status } = plan;
  if (what === 'planStarted') return lines.planStarted({ plan: metadata.name, layers: layersOf(plan), steps: spec.steps.length });
  const since = Date.parse(status?.startedAt ?? metadata.creationTimestamp);
  return lines.planCompleted({ plan: metadata.name, phase: status?.phase ?? '', seconds: (clock.now().getTime() - since) / 1000 });
}

function checkpointLine(plan: string, happening: Of<'checkpointStarted' | 'checkpointJudged'>): LogLine | undefined {
  const { layer } = happening;
  if (happening.what === 'checkpointStarted') return lines.checkpointStarted({ plan, layer });
  return happening.result === 'Failed' ? lines.checkpointFailed({ plan, layer, checks: happening.failing }) : undefined;
}

function rollbackLine(plan: string, happening: Of<'rollbackStarted' | 'stepRolledBack'>): LogLine {
  if (happening.what === 'rollbackStarted') return lines.rollbackStarted({ plan, reason: happening.message });
  return lines.stepRolledBack({ plan, step: happening.step, result: happening.result });
}

function stepLine(plan: string, happening: Of<'stepStarted' | 'stepSettling' | 'stepFailed'>): LogLine {
  const { layer, order, required, description, name } = happening.step;
  switch (happening.what) {
    case 'stepStarted':
      return lines.stepStarted({ plan, layer, order, description: description ?? name });
    case 'stepSettling':
      return lines.waiting({ plan, layer, order, seconds: happening.seconds });
    case 'stepFailed':
      return lines.stepFailed({ plan, layer, order, required, reason: reasonWith(happening) });
  }
}

const reasonWith = ({ reason, message }: Of<'stepFailed'>): string => (message === '' ? reason : `${reason}: ${message}`);

type Facts = Omit<EventFacts, 'regarding' | 'related'>;

function eventFor(plan: RemediationPlan, happening: Happening): Facts | undefined {
  const { name } = plan.metadata;
  switch (happening.what) {
    case 'planStarted':
      return { type: 'Normal', reason: 'PlanStarted', action: 'Remediate', note: `${name} begins: ${stepsOf(plan)}` };
    case 'planEnded':
      return endEvent(plan);
    case 'checkpointJudged':
      return happening.result === 'Failed' ? warning('CheckpointFailed', 'Verify', `${name}: ${failingOf(happening)}`) : undefined;
    case 'stepFailed':
      return warning('StepFailed', 'Remediate', `${name}: step ${happening.step.name} failed: ${reasonWith(happening)}`);
    case 'deniedTooLate':
      return warning('ApprovalTooLate', 'Approve', `${name} had begun when ${happening.by} denied it; spec.cancel stops it.`);
    case 'blockCleared':
      return { type: 'Normal', reason: 'BlockCleared', action: 'Remediate', note: `${name}: ${happening.message}` };
    case 'rollbackStarted':
      return warning('RollbackStarted', 'Rollback', `${name} is rolled back: ${happening.message}`);
    default:
      return undefined;
  }
}

const warning = (reason: string, action: string, note: string): Facts => ({ type: 'Warning', reason, action, note });

const failingOf = ({ layer, failing }: Of<'checkpointJudged'>): string => `the ${layer} layer is not healthy: ${failing.join(', ')}`;

function stepsOf({ spec }: RemediationPlan): string {
  return spec.steps.map(({ description, name }) => description ?? name).join('; ');
}

function endEvent({ metadata, status }: RemediationPlan): Facts {
  const { phase = '', message = '' } = status ?? {};
  const note = `${metadata.name} ended ${phase}: ${message}`;
  return { type: phase === 'Succeeded' ? 'Normal' : 'Warning', reason: `Plan${phase}`, action: 'Remediate', note };
}
