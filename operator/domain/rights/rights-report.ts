import type { ShippedRight } from '../../api/generated/shipped-rights.ts';
import type { MissingRight } from '../../api/generated/types.ts';
import { exactWordsOf, resourceWords } from '../../api/right.ts';
import type { ConditionChange } from '../conditions.ts';

/** What the API server said of the rights that the engine can be given. */
export interface RightsReport {
  /** False until all of them were asked for; then nothing is known to be missing. */
  readonly asked: boolean;
  /** Those that the engine does not have, of the kinds that the cluster serves. */
  readonly missing: readonly ShippedRight[];
}

/** The report of who has not asked yet. */
export const unasked: RightsReport = { asked: false, missing: [] };

/** What each installation has; the rest is to opt in to. */
const ofEach = 'rbac';

/** Whether it is among what the engine has without any opt-in. */
export function isBasic({ by }: Pick<ShippedRight, 'by'>): boolean {
  return by.includes(ofEach);
}

/** Where the right comes from, for whoever is to grant it. */
export function grantWords({ by }: Pick<ShippedRight, 'by'>): string {
  return isBasic({ by }) ? 'config/rbac' : by.map((name) => `config/opt-in/${name}`).join(' or ');
}

/** The rows of the policy's status, in the order of config/. */
export function missingRows({ missing }: Pick<RightsReport, 'missing'>): MissingRight[] {
  return missing.map((right) => ({ right: exactWordsOf(right), grantedBy: grantWords(right) }));
}

/** Of the policy's condition RightsGranted: that the engine lacks what every installation has is a fault, what it was not opted in to is not. */
export function rightsCondition(report: Pick<RightsReport, 'missing'>): Omit<ConditionChange, 'type'> {
  const basic = report.missing.filter(isBasic);
  if (basic.length > 0) {
    const message = `The engine may not ${basic.map(exactWordsOf).join(', ')}, which config/rbac grants: apply it. What needs it waits or fails.`;
    return { status: 'False', reason: 'MissingRights', message };
  }
  if (report.missing.length > 0) return { status: 'False', reason: 'NotOptedIn', message: powersMessage(report.missing) };
  return { status: 'True', reason: 'RightsGranted', message: 'The engine has every right that config/ can give it.' };
}

function powersMessage(missing: readonly ShippedRight[]): string {
  const powers = Map.groupBy(missing, grantWords);
  const words = [...powers].map(([grant, rights]) => `${grant} (${rights.map(exactWordsOf).join(', ')})`).join('; ');
  return `What needs a power that was not opted in to waits: ${words}.`;
}

/** 1 for what is missing and 0 for the rest, by resource and verb; nothing until it was asked for. */
export function rightsReadings(
  { asked, missing }: RightsReport,
  all: readonly ShippedRight[],
): { resource: string; verb: string; value: number }[] {
  if (!asked) return [];
  const lacking = new Set(missing.map(seriesOf));
  const distinct = new Map(all.map((right) => [seriesOf(right), right]));
  return [...distinct].map(([key, right]) => ({ resource: resourceWords(right), verb: right.verb, value: lacking.has(key) ? 1 : 0 }));
}

const seriesOf = ({ verb, ...right }: ShippedRight): string => `${verb} ${resourceWords(right)}`;

/** One line for `/readyz?verbose`; undefined while there is nothing to tell. */
export function rightsNote({ asked, missing }: RightsReport): string | undefined {
  if (!asked) return 'rights: the API server was not asked yet';
  if (missing.length === 0) return undefined;
  const rows = missing.map((right) => `${exactWordsOf(right)} (${grantWords(right)})`);
  return `rights: what needs one of these waits: ${rows.join(', ')}`;
}
