import picomatch from 'picomatch';
import type { PlaybookPast, PlaybookRelation, PlaybookTrait, PlaybookWhen, PlaybookWords } from '../../api/generated/playbook.ts';
import { targetString } from '../../api/target.ts';
import { isCustomController } from '../diagnosis/deployment-method.ts';
import { onAffectedNode, wordsOf } from '../diagnosis/state-words.ts';
import type { Situation } from './situation.ts';

type Rule = (when: PlaybookWhen, situation: Situation) => boolean;

/** Each asks for one thing and is content with a playbook that says nothing about it. */
const rules: readonly Rule[] = [
  ({ nothingElse = false }, situation) => nothingElse === situation.nothingElse,
  ({ layers }, { layer }) => layers?.includes(layer) ?? true,
  ({ kinds }, { target }) => kinds?.includes(target.kind) ?? true,
  ({ namespaces }, { target }) => isLike(namespaces, target.namespace),
  ({ names }, { target }) => isLike(names, target.name),
  ({ words }, situation) => fitWords(words, situation.words),
  ({ traits: wanted }, situation) => wanted?.every((trait) => traits[trait](situation)) ?? true,
  ({ methods }, { deployment }) => methods === undefined || (deployment !== undefined && methods.includes(deployment.method)),
  ({ cause }, { isCause }) => cause === undefined || cause === isCause,
  ({ dependsOn }, situation) => dependsOn === undefined || standsOn(dependsOn, situation),
  ({ types }, { report }) => isLike(types, report.type),
  ({ alerts }, { report }) => isLike(alerts, alertOf(report)),
  ({ recommends }, { report }) => isLike(recommends, report.recommendedAction),
  ({ after }, situation) => after === undefined || wasTried(after, situation),
];

/** Whether all that the playbook asks for holds. */
export function matches(when: PlaybookWhen, situation: Situation): boolean {
  return rules.every((rule) => rule(when, situation));
}

/** The name of the alert that was reported, if it was one. */
export function alertOf({ details }: Pick<Situation, 'report'>['report']): string | undefined {
  const name = details?.['alertname'];
  return name === undefined ? undefined : String(name);
}

/** Whether the text fits one of the globs; without globs everything does. */
export function isLike(globs: readonly string[] | undefined, text: string | undefined): boolean {
  if (globs === undefined) return true;
  return text !== undefined && matcherOf(globs)(text);
}

/** To compile a glob takes longer than all else that is done about an alert; playbooks in force keep their lists. */
const matchers = new WeakMap<readonly string[], (text: string) => boolean>();

function matcherOf(globs: readonly string[]): (text: string) => boolean {
  const known = matchers.get(globs);
  if (known) return known;
  const matcher = picomatch([...globs], { bash: true, dot: true, nonegate: true, noextglob: true });
  matchers.set(globs, matcher);
  return matcher;
}

function fitWords({ any, all, none }: PlaybookWords = {}, words: readonly string[]): boolean {
  const has = (word: string): boolean => words.some((one) => one === word || one.startsWith(`${word} `));
  return (any?.some(has) ?? true) && (all?.every(has) ?? true) && !(none?.some(has) ?? false);
}

const traits: Readonly<Record<PlaybookTrait, (situation: Situation) => boolean>> = {
  Ill: ({ words }) => words.some((word) => word !== onAffectedNode),
  Rollable: ({ deployment }) => deployment?.rollback === true,
  SelfSynced: ({ deployment }) => deployment?.automated === true,
  OwnerKnown: ({ deployment }) => isCustomController(deployment?.managedBy),
  Revised: ({ deployment }) => (deployment?.revision ?? 1) > 1,
  HasDependants: hasDependants,
};

function hasDependants({ target, diagnosis }: Situation): boolean {
  const to = targetString(target);
  const hit = new Set(diagnosis.impactedResources.map((one) => targetString(one.target)));
  return diagnosis.dependencies.some((edge) => edge.to === to && hit.has(edge.from));
}

function standsOn({ via, kinds, words }: PlaybookRelation, { target, diagnosis }: Situation): boolean {
  const from = targetString(target);
  return diagnosis.dependencies
    .filter((edge) => edge.from === from && (via === undefined || edge.via === via))
    .some(({ to }) => {
      const found = diagnosis.impactedResources.find((one) => targetString(one.target) === to);
      const isKind = kinds === undefined || kinds.some((kind) => to.startsWith(`${kind}/`));
      return isKind && (words === undefined || (found !== undefined && fitWords(words, wordsOf(found.state))));
    });
}

/** How an attempt ended that did not help. */
const unhelpful: readonly string[] = ['Ineffective', 'Failed'];

function wasTried({ operations, outcomes }: PlaybookPast, { target, history }: Situation): boolean {
  const on = targetString(target);
  const wanted: readonly string[] = outcomes ?? unhelpful;
  return operations.every((operation) =>
    history.some((row) => row.operation === operation && row.target === on && wanted.includes(row.outcome)),
  );
}
