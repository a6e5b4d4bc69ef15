import { cut } from '../../api/cut.ts';
import { sha256 } from '../../api/digest.ts';
import type { Intent, IntentOutcome } from '../../api/generated/types.ts';

type Intents = readonly Intent[] | undefined;

const longestMessage = 1024;

/** The step under which the inverse of an effect is recorded. */
export function undoStep(effect: string): string {
  return `undo-${effect}`;
}

/** The token of an action's step; the same in every process and after every crash. */
export function tokenOf(actionUid: string, step: string): string {
  return sha256(`${actionUid}/${step}`).slice(0, 32);
}

/** The intent whose outcome is not known yet; there is never more than one. */
export function openIntent(intents: Intents): Intent | undefined {
  return intents?.find(({ outcome }) => outcome === undefined);
}

/** The intent of that step, if it was recorded. */
export function intentOf(intents: Intents, step: string): Intent | undefined {
  return intents?.find((intent) => intent.step === step);
}

/** The intents with the outcome of one of them known. */
export function withOutcome(intents: Intents, step: string, outcome: IntentOutcome, message?: string): Intent[] {
  const text = message === undefined ? {} : { message: cut(message, longestMessage) };
  return (intents ?? []).map((intent) => (intent.step === step ? { ...intent, ...text, outcome } : intent));
}
