import type { RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';

/** One thing worth telling; a line is told again only when its text changed. */
export interface Fact {
  readonly key: string;
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad' | 'busy';
}

const tones: Readonly<Record<string, Fact['tone']>> = {
  Succeeded: 'good',
  Passed: 'good',
  Undone: 'good',
  Failed: 'bad',
  RolledBack: 'bad',
  RollbackFailed: 'bad',
  RollingBack: 'bad',
  Running: 'busy',
  Executing: 'busy',
  Verifying: 'busy',
};
const toneOf = (word: string): Fact['tone'] => tones[word] ?? 'plain';
const said = (message: string | undefined): string => (message ? ` - ${message}` : '');

/** What a person wants to know of a plan, in the order of its layers, steps, checkpoints and rollback. */
export function factsOf(plan: RemediationPlan, actions: readonly RemediationAction[]): Fact[] {
  const { status } = plan;
  if (!status?.phase) return [];
  const head: Fact = {
    key: 'plan',
    text: `plan ${plan.metadata.name}: ${status.phase}${said(status.message)}`,
    tone: toneOf(status.phase),
  };
  return [head, ...stepFacts(plan), ...actionFacts(actions), ...checkpointFacts(plan), ...rollbackFacts(plan)];
}

function stepFacts({ spec, status }: RemediationPlan): Fact[] {
  const facts: Fact[] = [];
  for (const step of spec.steps) {
    const state = status?.steps?.find(({ name }) => name === step.name);
    if (!state || state.phase === 'Pending') continue;
    const text = `  [${step.layer}] step ${step.order} ${step.action.operation} ${step.action.target.name}: ${state.phase}`;
    facts.push({ key: `step ${step.name}`, text: text + said(state.message), tone: toneOf(state.phase) });
  }
  return facts;
}

function actionFacts(actions: readonly RemediationAction[]): Fact[] {
  const facts: Fact[] = [];
  for (const { metadata, status } of actions) {
    for (const intent of status?.intents ?? []) {
      const text = `      ${metadata.name}: ${intent.step} ${intent.outcome ?? 'begun'}${said(intent.message)}`;
      facts.push({ key: `${metadata.name} ${intent.step}`, text, tone: toneOf(intent.outcome ?? '') });
    }
  }
  return facts;
}

function checkpointFacts({ status }: RemediationPlan): Fact[] {
  const facts: Fact[] = [];
  for (const checkpoint of status?.checkpoints ?? []) {
    if (!checkpoint.startedAt) continue;
    facts.push({
      key: `checkpoint ${checkpoint.name}`,
      text: `  [${checkpoint.layer}] checkpoint: ${checkpoint.result}`,
      tone: toneOf(checkpoint.result),
    });
    for (const { name, result, message } of checkpoint.checks ?? [])
      facts.push({ key: `check ${checkpoint.name} ${name}`, text: `      ${name}: ${result}${said(message)}`, tone: toneOf(result) });
  }
  return facts;
}

function rollbackFacts({ status }: RemediationPlan): Fact[] {
  return (status?.rollback ?? []).map(({ step, result, message }) => ({
    key: `rollback ${step}`,
    text: `  rollback of ${step}: ${result}${said(message)}`,
    tone: toneOf(result),
  }));
}
