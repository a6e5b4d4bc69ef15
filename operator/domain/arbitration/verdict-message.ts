import type { RemediationAction } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import type { Rival, Verdict } from './verdict.ts';

const kindOfConflict: Readonly<Record<Rival['conflictType'], string>> = {
  same_target: 'which has the same target',
  contained_target: 'whose target contains this one or lies on it',
  exclusive_types: 'whose type excludes this one',
};

type Sentence = (target: string, rival: string) => string;

const sentences = {
  TargetHeld: (target, rival) => `${target} is held by ${rival} until that plan ends.`,
  TargetBusy: (_, rival) => `Waits for ${rival}, that was at work before.`,
  LowerPriority: (_, rival) => `Waits for ${rival}, that has the smaller priority number.`,
  OlderWins: (_, rival) => `Waits for ${rival}, that has the same priority and is older.`,
  DeterministicPreferred: (_, rival) => `Waits for ${rival}: on one target a rule or a person goes before a model.`,
  ActiveLimit: () => 'Waits for a free place: as many actions are at work as may be at once.',
} as const satisfies Record<string, Sentence>;

const endSentences = {
  DuplicateOf: (_, rival) => `${rival} does exactly the same.`,
  LowConfidence: (_, rival) => `The model is not sure enough to compete with ${rival}.`,
  DeterministicPreferred: (target, rival) => `${rival} is at work, and a rule or a person wants ${target} too, which goes before a model.`,
} as const satisfies Record<string, Sentence>;

const approvalSentences = {
  LowConfidence: 'The confidence of the model is below the threshold; a person has to approve it.',
  ApprovalRequired: 'A person has to approve it before it competes.',
} as const;

/** One sentence on the verdict for the person on call; the same on every pass while the verdict is the same. */
export function messageOf({ spec }: RemediationAction, verdict: Exclude<Verdict, { kind: 'paused' }>): string {
  const target = targetString(spec.target);
  switch (verdict.kind) {
    case 'admitted':
      return 'It may run; nothing stands before it.';
    case 'awaitingApproval':
      return approvalSentences[verdict.reason];
    case 'blocked':
      return sentences[verdict.reason](target, rivalIn(verdict.rivals));
    case 'ended':
      return endSentences[verdict.reason](target, rivalIn(verdict.rivals));
    default:
      return verdict satisfies never;
  }
}

function rivalIn([winner]: readonly Rival[]): string {
  if (!winner) return 'another one';
  return winner.ref.startsWith('RemediationAction/') ? `${winner.ref}, ${kindOfConflict[winner.conflictType]}` : winner.ref;
}
