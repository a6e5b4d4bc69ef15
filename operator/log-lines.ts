/** A known log line: one sentence, with the same facts as fields. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

type Fields = LogLine['fields'];
const line = (level: LogLine['level'], message: string, fields: Fields): LogLine => ({ level, message, fields });

/** The six forms of the engine's document. */
export const anomalySubmitted = (anomaly: string): LogLine => line('info', `Anomaly submitted: ${anomaly}`, { anomaly });
export const actionQueued = (action: string, priority: number): LogLine =>
  line('info', `Action queued: ${action} (priority: ${priority})`, { action, priority });
export const conflictDetected = (action: string, rival: string): LogLine =>
  line('warn', `Conflict detected: ${action} vs ${rival}`, { action, rival });
export const conflictResolved = (rule: string): LogLine => line('info', `Conflict resolved using rule: ${rule}`, { rule });
export const executingAction = (action: string): LogLine => line('info', `Executing action: ${action}`, { action });
export const actionCompleted = (action: string, seconds: number): LogLine =>
  line('info', `Action completed: ${action} (duration: ${Math.round(seconds)}s)`, { action, seconds });

/** How an action ended that did not succeed. */
export const actionEnded = (action: string, phase: string, reason: string): LogLine =>
  line(phase === 'Failed' ? 'error' : 'warn', `Action ended ${phase}: ${action} (${reason})`, { action, phase, reason });

interface Place {
  readonly plan: string;
  readonly layer: string;
}
interface StepPlace extends Place {
  readonly order: number;
}

/** One line each for what the orchestrator of ADR-013 logs. */
export const planStarted = (facts: { plan: string; layers: readonly string[]; steps: number }): LogLine =>
  line('info', `Plan started: ${facts.plan} (${facts.steps} steps in ${facts.layers.join(', ')})`, { ...facts });
export const stepStarted = (facts: StepPlace & { description: string }): LogLine =>
  line('info', `Step ${facts.order} of ${facts.plan} started [${facts.layer}]: ${facts.description}`, { ...facts });
export const waiting = (facts: StepPlace & { seconds: number }): LogLine =>
  line('info', `Step ${facts.order} of ${facts.plan} done, waiting ${facts.seconds}s for the ${facts.layer} layer to settle`, { ...facts });
export const checkpointStarted = (facts: Place): LogLine =>
  line('info', `Checkpoint of ${facts.plan} started [${facts.layer}]`, { ...facts });
export const checkpointFailed = (facts: Place & { checks: readonly string[] }): LogLine =>
  line('error', `Checkpoint of ${facts.plan} failed [${facts.layer}]: ${facts.checks.join(', ')}`, { ...facts });
export const stepFailed = (facts: StepPlace & { required: boolean; reason: string }): LogLine =>
  facts.required
    ? line('error', `Required step ${facts.order} of ${facts.plan} failed [${facts.layer}]: ${facts.reason}`, { ...facts })
    : line('warn', `Optional step ${facts.order} of ${facts.plan} failed [${facts.layer}], going on: ${facts.reason}`, { ...facts });
export const rollbackStarted = (facts: { plan: string; reason: string }): LogLine =>
  line('warn', `Rollback of ${facts.plan} started: ${facts.reason}`, { ...facts });
export const stepRolledBack = (facts: { plan: string; step: string; result: string }): LogLine =>
  line(facts.result === 'Failed' ? 'error' : 'info', `Step ${facts.step} of ${facts.plan} rolled back: ${facts.result}`, { ...facts });
export const planCompleted = (facts: { plan: string; phase: string; seconds: number }): LogLine =>
  line(
    facts.phase === 'Succeeded' ? 'info' : 'warn',
    `Plan ended ${facts.phase}: ${facts.plan} (duration: ${Math.round(facts.seconds)}s)`,
    {
      ...facts,
    },
  );
