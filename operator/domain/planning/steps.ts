import type { Playbook } from '../../api/generated/playbook.ts';
import type { ActionType, Layer, OperationName, PlanStep, Target, Undo } from '../../api/generated/types.ts';
import { targetKey, targetString } from '../../api/target.ts';
import { compareLayers } from '../diagnosis/layers.ts';
import { applyFirst, type Application, type ExtraCheck } from '../playbooks/apply.ts';
import { applicationSituations, reportSituation, situationsBelow, type Incident, type Situation } from '../playbooks/situation.ts';
import type { Defaults, OperationDefaults } from './defaults.ts';

/** What is to be done to one object, before it has its place in a plan; waits, limit and requiredness where they differ from the usual ones. */
export interface Remedy extends Partial<OperationDefaults> {
  readonly layer: Layer;
  readonly type: ActionType;
  readonly operation: OperationName;
  readonly undo: Undo;
  readonly target: Target;
  readonly parameters?: PlanStep['action']['parameters'];
  readonly description: string;
  /** The playbook that it comes from. */
  readonly playbook: string;
  /** A person has to approve a plan with it. */
  readonly approval?: true;
}

/** All that the playbooks give. */
export interface Remedies {
  readonly remedies: readonly Remedy[];
  readonly checks: readonly ExtraCheck[];
}

const mostBelowApplications = 30;
const mostOfApplications = 20;
const longestDescription = 1024;

/**
 * What is done about each object that is hit, in the order in which it is done: lower layers first, workloads by namespace and name. Where no
 * object gets a step, it is what the playbooks say about the report itself.
 */
export function remediesFor(incident: Incident, playbooks: readonly Playbook[]): Remedies {
  const below = situationsBelow(incident).flatMap((situation) => applyFirst(playbooks, situation) ?? []);
  const tried = applicationSituations(incident).map((situation) => ({ situation, applied: applyFirst(playbooks, situation) }));
  const above = tried.flatMap(({ applied }) => applied ?? []);
  const without = tried.filter(({ applied }) => (applied?.remedies.length ?? 0) === 0).map(({ situation }) => situation);
  const found = inLayers([...below, ...above], without);
  if (found.length > 0) return { remedies: found, checks: checksOf([...below, ...above]) };
  const last = applyFirst(playbooks, reportSituation(incident));
  return last ? { remedies: last.remedies, checks: checksOf([...below, ...above, last]) } : { remedies: [], checks: [] };
}

function inLayers(applied: readonly Application[], without: readonly Situation[]): Remedy[] {
  const all = once(applied.flatMap(({ remedies }) => remedies)).toSorted((a, b) => compareLayers(a.layer, b.layer));
  const below = all.filter(({ layer }) => layer !== 'application').slice(0, mostBelowApplications);
  const own = all.filter(({ layer }) => layer === 'application');
  const chosen = own.slice(0, mostOfApplications);
  const rest = [...own.slice(mostOfApplications), ...without].map(({ target }) => targetString(target));
  return [...below, ...chosen.map((remedy, i) => (i < chosen.length - 1 || rest.length === 0 ? remedy : andRest(remedy, rest)))];
}

/** Two objects may ask for the same of a third: their node, or what makes machines like it. Who only looks on may have more to say of it. */
function once(remedies: readonly Remedy[]): Remedy[] {
  const key = ({ operation, target, description }: Remedy): string =>
    `${operation} ${targetKey(target)} ${operation === 'observe' ? description : ''}`;
  return [...new Map(remedies.toReversed().map((remedy) => [key(remedy), remedy])).values()].toReversed();
}

function checksOf(applied: readonly Application[]): ExtraCheck[] {
  const all = applied.flatMap(({ checks }) => checks);
  return [...new Map(all.map((check) => [JSON.stringify(check), check])).values()];
}

function andRest(remedy: Remedy, rest: readonly string[]): Remedy {
  const description = `${remedy.description}; also hit, without a step of their own: ${rest.join(', ')}`;
  return { ...remedy, description: description.slice(0, longestDescription) };
}

/** The remedies as steps in this order, with waits and limits from the table unless they have their own, and names that differ. */
export function stepsOf(remedies: readonly Remedy[], { operations }: Pick<Defaults, 'operations'>): PlanStep[] {
  const taken = new Set<string>();
  return remedies.map(({ layer, type, operation, undo, target, parameters, description, playbook, ...own }, index) => ({
    name: uniqueName(`${operation}-${target.name}`, index + 1, taken),
    layer,
    order: index + 1,
    description,
    waitSeconds: own.waitSeconds ?? operations[operation].waitSeconds,
    timeoutSeconds: own.timeoutSeconds ?? operations[operation].timeoutSeconds,
    required: own.required ?? operations[operation].required,
    undo,
    playbook,
    action: { type, operation, target, ...(parameters && { parameters }) },
  }));
}

/** The name, or with the first number from `place` on with which nothing else has it. */
export function untaken(wanted: string, place: number, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = place; taken.has(name); number += 1) name = `${wanted}-${number}`;
  return name;
}

function uniqueName(text: string, order: number, taken: Set<string>): string {
  const slug = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/-+$/, '');
  const name = untaken(slug, order, taken);
  taken.add(name);
  return name;
}
