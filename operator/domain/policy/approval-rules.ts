import picomatch from 'picomatch';
import type { ApprovalRule, RemediationAction, Source } from '../../api/generated/types.ts';
import type { ObjectMeta } from '../../api/resource.ts';
import { resolveNamespace } from '../../api/target.ts';
import type { Work } from '../limits/hold-on.ts';

/** What somebody asks for, as rules see it. */
export interface Request {
  readonly source: Source;
  readonly works: readonly Work[];
}

/** The first rule that covers any of the works and so wants a person to approve; undefined when none does. */
export function ruleOver(rules: readonly ApprovalRule[], { source, works }: Request): ApprovalRule | undefined {
  return rules.find((rule) => fits(rule.sources, source) && works.some((work) => covers(rule, work)));
}

/** The rule that covers a lone action, as arbitration knows it: what a plan does was judged with the plan. */
export function ruleOverAction(
  rules: readonly ApprovalRule[],
  { metadata, spec }: RemediationAction,
  planUid: string | undefined,
): { readonly approvalRule?: string } {
  if (rules.length === 0 || planUid !== undefined) return {};
  const { operation, type, target } = spec;
  const rule = ruleOver(rules, { source: spec.source, works: [{ operation, type, target: resolveNamespace(target, metadata.namespace) }] });
  return rule ? { approvalRule: rule.name } : {};
}

function covers({ operations, types, namespaces }: ApprovalRule, { operation, type, target }: Work): boolean {
  return fits(operations, operation) && fits(types, type) && (isOpen(namespaces) || matchesAny(target.namespace, namespaces));
}

function fits<T>(list: readonly T[] | undefined, value: T): boolean {
  return isOpen(list) || list.includes(value);
}

/** A list that is left out, or empty, fits everything. */
function isOpen<T>(list: readonly T[] | undefined): list is undefined {
  return list === undefined || list.length === 0;
}

/** Whether the name is one of these, in which * stands for any characters; what has no namespace is in none. */
export function matchesAny(name: string | undefined, patterns: readonly string[]): boolean {
  return name !== undefined && patterns.length > 0 && picomatch.isMatch(name, [...patterns]);
}

/** Why the rule makes it wait, in one sentence. */
export function wantedBy({ name }: Pick<ApprovalRule, 'name'>): string {
  return `The approval rule ${name} of the policy covers it, so a person has to approve.`;
}

/** The line that approves it. `resource` is the short name of its kind. */
export function howToApprove(resource: 'rplan' | 'ract', { namespace, name }: Pick<ObjectMeta, 'namespace' | 'name'>): string {
  const approval = '{"spec":{"approval":{"decision":"Approved","by":"YOU"}}}';
  return `To approve: kubectl patch ${resource} ${name} -n ${namespace ?? ''} --type merge -p '${approval}'`;
}
