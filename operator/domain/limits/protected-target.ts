import { isClusterScoped, targetKey, targetString, type TargetLike } from '../../api/target.ts';
import type { Policy } from '../policy/policy.ts';
import { matchesAny } from '../policy/approval-rules.ts';
import { changesSomething } from './changes.ts';
import type { Hold } from './hold.ts';
import type { Limit, LimitWorld, Wish } from './hold-on.ts';
import type { TargetFacts } from './target-facts.ts';

/** Who stands behind a wish, for what is protected. */
export interface Asker {
  /** User name that whoever asked is known by. */
  readonly requestedBy?: string;
  /** Targets that a person or a reporter named: admission asked then whether they may. `any`: they may name whatever they like. */
  readonly named: readonly TargetLike[] | 'any';
}

/**
 * What is protected is left alone unless whoever asked may have it remediated. Of what they named themselves admission has judged that;
 * here it is what planning found, and what a Pod belongs to.
 */
export const protectedTarget: Limit = (wish, world) => {
  if (wish.approved) return undefined;
  const { requestedBy } = world.askerOf(wish);
  const found = toVouchFor(wish, world).find(({ target }) => requestedBy === undefined || !world.mayTouch(requestedBy, target));
  return found && holdFor(requestedBy, found);
};

/** Whether the target, or all of its namespace, is listed there. */
export function isProtected(target: TargetLike, listed: Policy['protected']): boolean {
  return guarded(target, undefined, listed) !== undefined;
}

interface Guarded {
  readonly target: TargetLike;
  readonly by: 'namespace' | 'object';
}

/** The protected targets of a wish that nobody who was judged has named: whoever asked has to have a right on them. */
export function toVouchFor({ compensates, dryRun, works, ...wish }: Wish, { policy, factsOf, askerOf }: Known): readonly Guarded[] {
  if (compensates || dryRun) return [];
  const touched = works.filter(({ operation }) => changesSomething(operation));
  const found = touched.flatMap((work) => guarded(work.target, factsOf(work.target), policy.protected) ?? []);
  if (found.length === 0) return [];
  const { named } = askerOf({ ...wish, compensates, dryRun, works });
  return found.filter((one) => !isVouchedFor(one, named));
}

type Known = Pick<LimitWorld, 'policy' | 'factsOf' | 'askerOf'>;

/** What of the target is protected: the object itself, what it stands for, or all of its namespace. */
function guarded(target: TargetLike, facts: TargetFacts | undefined, { namespaces, targets }: Policy['protected']): Guarded | undefined {
  const all: readonly TargetLike[] = [target, ...(facts?.objects.map((one) => one.target) ?? [])];
  const object = all.find((one) => targets.some((listed) => isListed(listed, one)));
  if (object) return { target: object, by: 'object' };
  return matchesAny(placeOf(target), namespaces) ? { target, by: 'namespace' } : undefined;
}

function isListed(listed: Policy['protected']['targets'][number], { kind, name, namespace }: TargetLike): boolean {
  return listed.kind === kind && listed.name === name && (listed.namespace === undefined || listed.namespace === namespace);
}

/** A namespace lies in itself. */
function placeOf({ kind, name, namespace }: TargetLike): string | undefined {
  return kind === 'Namespace' ? name : namespace;
}

/** Whoever may have one thing in a protected namespace remediated may have what it turns out to be there; a protected object has to be named. */
function isVouchedFor({ target, by }: Guarded, named: Asker['named']): boolean {
  if (named === 'any') return true;
  const place = by === 'namespace' ? placeOf(target) : undefined;
  return named.some((one) => targetKey(one) === targetKey(target) || (place !== undefined && placeOf(one) === place));
}

function holdFor(requestedBy: string | undefined, { target, by }: Guarded): Hold {
  const what = by === 'object' ? `${targetString(target)} is protected` : `${targetString(target)} lies in a protected namespace`;
  const who = requestedBy === undefined ? 'nobody who may have it remediated asked for it' : `${requestedBy} may not have it remediated`;
  const where = isClusterScoped(target.kind) ? 'in the cluster' : `in ${target.namespace ?? ''}`;
  return {
    reason: 'ProtectedTarget',
    message: `${what}, and ${who}: grant the verb remediate-protected on targets.coordination.selfheal.dev ${where}, or approve it.`,
  };
}
