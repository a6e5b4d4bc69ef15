import { keys } from '../../api/resource.ts';
import { targetString } from '../../api/target.ts';
import type { ManagedScope, Target } from '../../api/generated/types.ts';
import { changesSomething } from './changes.ts';
import type { Hold } from './hold.ts';
import type { Limit } from './hold-on.ts';
import type { TargetFacts } from './target-facts.ts';

/** Nothing is done to what its owners keep out of reach, or with OptIn have not put into it; judged again before every action. */
export const unmanaged: Limit = ({ compensates, dryRun, works }, { policy, factsOf }) => {
  if (compensates || dryRun) return undefined;
  const touched = works.filter(({ operation }) => changesSomething(operation));
  for (const { target } of touched) {
    const facts = factsOf(target);
    const hold = facts ? unmanagedBy(target, facts, policy.scope) : unread(target);
    if (hold) return hold;
  }
  return undefined;
};

/** Why the target is out of reach, by the labels of it and what is around it; undefined when it is not. */
export function unmanagedBy(target: Target, facts: TargetFacts, scope: ManagedScope): Hold | undefined {
  const said = saidBy(facts);
  if (scope === 'OptIn' ? said?.value === 'true' : said?.value.toLowerCase() !== 'false') return undefined;
  const named = targetString(target);
  const message = said
    ? `${named} is not managed: ${said.who} has the label ${keys.managed} "${said.value}".`
    : `${named} is not managed: the scope of the policy is OptIn, and neither it nor its namespace has the label ${keys.managed} "true".`;
  return { reason: 'Unmanaged', message };
}

/** What the nearest label says: the object's goes before its controller's, that before its namespace's. */
function saidBy({ objects, namespace }: TargetFacts): { readonly who: string; readonly value: string } | undefined {
  const places = [
    ...objects.map(({ target, labels }) => ({ who: targetString(target), labels })),
    ...(namespace ? [{ who: `the namespace ${namespace.name}`, labels: namespace.labels }] : []),
  ];
  for (const { who, labels } of places) {
    const value = labels[keys.managed];
    if (value !== undefined) return { who, value };
  }
  return undefined;
}

function unread(target: Target): Hold {
  return { reason: 'TargetUnreadable', message: `Whether ${targetString(target)} is managed cannot be read just now.` };
}
