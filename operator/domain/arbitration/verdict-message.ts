import type { RemediationAction } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { howToApprove, wantedBy } from '../policy/approval-rules.ts';
import type { Rival, Verdict } from './verdict.ts';

const conflicts: Readonly<Record<Rival['conflictType'], string>> = {
  same_target: 'has the same target',
  contained_target: 'works on what contains this target or lies on it',
  exclusive_types: 'is of a type that excludes this one',
};

type Sentence = (rival: { readonly name: string; readonly conflict: string }, target: string) => string;

const sentences = {
  TargetHeld: ({ name }, target) => `${target} is held by ${name} until that plan ends.`,
  TargetBusy: ({ name, conflict }) => `Waits for ${name}, which was at work first and ${conflict}.`,
  LowerPriority: ({ name, conflict }) => `Waits for ${name}, which has a smaller priority number and ${conflict}.`,
  OlderWins: ({ name, conflict }) => `Waits for ${name}, which is older and ${conflict}.`,
  DeterministicPreferred: ({ name }) => `Waits for ${name}: on one target a rule or a person goes before a model.`,
  ActiveLimit: () => 'Waits for a free place: as many actions are at work as may be at once.',
} as const satisfies Record<string, Sentence>;

const endSentences = {
  DuplicateOf: ({ name }) => `${name} does exactly the same.`,
  LowConfidence: ({ name, conflict }) => `The model is not sure enough to compete with ${name}, which ${conflict}.`,
  DeterministicPreferred: ({ name }) => `${name} is at work: on one target a rule or a person goes before a model.`,
  ApprovalExpired: () => 'Nobody approved it in time.',
} as const satisfies Record<string, Sentence>;

const approvalSentences = {
  LowConfidence: 'The confidence of the model is below the threshold; a person has to approve it.',
  ApprovalRequired: 'A person has to approve it before it competes.',
} as const;

/** One sentence on the verdict for the person on call; the same on every pass while the verdict is the same. */
export function messageOf({ metadata, spec }: RemediationAction, verdict: Exclude<Verdict, { kind: 'paused' | 'held' }>): string {
  const target = targetString(spec.target);
  switch (verdict.kind) {
    case 'admitted':
      return 'It may run; nothing stands before it.';
    case 'awaitingApproval':
      return `${verdict.rule === undefined ? approvalSentences[verdict.reason] : wantedBy({ name: verdict.rule })} ${howToApprove('ract', metadata)}`;
    case 'blocked':
      return sentences[verdict.reason](rivalIn(verdict.rivals), target);
    case 'ended':
      return endSentences[verdict.reason](rivalIn(verdict.rivals));
    default:
      return verdict satisfies never;
  }
}

function rivalIn([winner]: readonly Rival[]): { readonly name: string; readonly conflict: string } {
  return { name: winner?.ref ?? 'another one', conflict: conflicts[winner?.conflictType ?? 'same_target'] };
}
