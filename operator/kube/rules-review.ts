import type { Right } from '../api/right.ts';
import type { KubeClient, StoredObject } from './client.ts';
import { isForbidden, unless } from './errors.ts';
import { kinds } from './kinds.ts';

/** What some role gives, in the words of RBAC. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

interface RulesReview extends StoredObject {
  readonly status?: { readonly resourceRules?: readonly Rule[] };
}

/** A namespace that is not there has no RoleBindings: what holds in it holds everywhere. */
const nowhere = 'coordination-engine-nowhere';

/**
 * Those of the rights that no rule of the process shows, one question per namespace. Not every authorizer tells its rules, so that what is left
 * may be there all the same; who asks for each right would ask a hundred times.
 */
export async function unshownRights<R extends Right>(client: Pick<KubeClient, 'create'>, rights: readonly R[]): Promise<R[]> {
  const places = [...Map.groupBy(rights, ({ namespace }) => namespace ?? nowhere)];
  const shown = await Promise.all(places.map(async ([place, there]) => ({ there, rules: await rulesIn(client, place) })));
  const left = new Set<R>(shown.flatMap(({ there, rules }) => there.filter((right) => !rules.some((rule) => gives(rule, right)))));
  return rights.filter((right) => left.has(right));
}

async function rulesIn(client: Pick<KubeClient, 'create'>, namespace: string): Promise<readonly Rule[]> {
  const asked = client.create<RulesReview>(kinds.SelfSubjectRulesReview, { metadata: {}, spec: { namespace } });
  return (await asked.catch(unless(isForbidden)))?.status?.resourceRules ?? [];
}

/** Whether the rule gives the right, wherever it holds. */
export function gives(
  { verbs, apiGroups = [], resources = [], resourceNames = [] }: Rule,
  { verb, group, resource, name }: Right,
): boolean {
  const [, subresource] = resource.split('/');
  const has = (words: readonly string[], ...wanted: readonly string[]): boolean => [...wanted, '*'].some((word) => words.includes(word));
  if (!has(verbs, verb) || !has(apiGroups, group)) return false;
  if (!has(resources, resource, ...(subresource === undefined ? [] : [`*/${subresource}`]))) return false;
  return resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name));
}
