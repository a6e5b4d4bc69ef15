import { parseAllDocuments } from 'yaml';
import type { Playbook } from '../../api/generated/playbook.ts';
import { isFields } from '../../api/fields.ts';
import { messageOf } from '../../api/message-of.ts';
import { validatePlaybook } from '../../api/validate-playbook.ts';
import type { FieldError } from '../../api/validate.ts';

/** One key of a ConfigMap that offers playbooks: YAML, one playbook a document or a list of them. */
export interface Offer {
  /** Name of the ConfigMap. */
  readonly configMap: string;
  readonly key: string;
  readonly text: string;
}

/** Why what a key offers is not taken. */
export interface Refusal {
  readonly configMap: string;
  readonly key: string;
  /** Of the playbook; its place in the key, as #2, where it has none. */
  readonly name: string;
  /** Of the field, as `steps[0].operation`; empty where no field is at fault. */
  readonly path: string;
  readonly reason: string;
}

/** What was taken of each key, by `ConfigMap/key`. */
export type Taken = ReadonlyMap<string, readonly Playbook[]>;

/** What is wrong with a playbook beyond its shape: parameters and kinds that its operations do not know. */
export type FaultsOf = (playbook: Playbook) => readonly FieldError[];

/** What holds after an offer, and what was refused of it. */
export interface Judgement {
  readonly taken: Taken;
  readonly refusals: readonly Refusal[];
}

/**
 * Each key is taken as a whole or not at all; of one that is refused what was taken before stays in force. A name that two keys offer belongs
 * to the first, by the names of ConfigMap and key.
 */
export function judgeOffers(offers: readonly Offer[], before: Taken, faultsOf: FaultsOf): Judgement {
  const names = new Map<string, string>();
  const taken = new Map<string, readonly Playbook[]>();
  const refusals: Refusal[] = [];
  for (const offer of offers.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))) {
    const { playbooks, faults } = read(offer, faultsOf, names);
    refusals.push(...faults);
    const kept = faults.length === 0 ? playbooks : (before.get(idOf(offer)) ?? []);
    for (const { name } of kept) if (!names.has(name)) names.set(name, idOf(offer));
    taken.set(idOf(offer), kept);
  }
  return { taken, refusals };
}

/** The playbooks that were taken, in the order of ConfigMaps and keys; of two of one name the first. */
export function allTaken(taken: Taken): Playbook[] {
  const all = [...taken.values()].flat();
  return [...new Map(all.toReversed().map((playbook) => [playbook.name, playbook])).values()].toReversed();
}

/** The refusal as a sentence for people. */
export function refusalText({ configMap, key, name, path, reason }: Refusal): string {
  return `${configMap}/${key}: playbook ${name}: ${path === '' ? '' : `${path}: `}${reason}`;
}

const idOf = ({ configMap, key }: Pick<Offer, 'configMap' | 'key'>): string => `${configMap}/${key}`;

interface Reading {
  readonly playbooks: readonly Playbook[];
  readonly faults: readonly Refusal[];
}

function read({ configMap, key, text }: Offer, faultsOf: FaultsOf, taken: ReadonlyMap<string, string>): Reading {
  const at = { configMap, key };
  const parsed = valuesIn(text);
  if ('errors' in parsed) return { playbooks: [], faults: parsed.errors.map((reason) => ({ ...at, name: key, path: '', reason })) };
  const judged = parsed.values.map((value, place) => judge(value, place, faultsOf));
  const playbooks = judged.flatMap(({ playbook }) => playbook ?? []);
  const wrong = judged.flatMap(({ name, errors }) => errors.map(({ field, message }) => ({ ...at, name, path: field, reason: message })));
  return { playbooks, faults: [...wrong, ...repeated(playbooks, at, taken)] };
}

function valuesIn(text: string): { readonly values: readonly unknown[] } | { readonly errors: readonly string[] } {
  const documents = parseAllDocuments(text);
  const errors = documents.flatMap((document) => document.errors).map(({ message }) => message.split('\n')[0] ?? message);
  if (errors.length > 0) return { errors };
  try {
    const values = documents.map((document) => document.toJS() as unknown);
    return { values: values.flatMap((value): unknown[] => (Array.isArray(value) ? value : [value])) };
  } catch (error) {
    return { errors: [messageOf(error)] }; // more aliases than a playbook can need
  }
}

interface Judged {
  readonly name: string;
  readonly errors: readonly FieldError[];
  readonly playbook?: Playbook;
}

function judge(value: unknown, place: number, faultsOf: FaultsOf): Judged {
  const name = isFields(value) && typeof value['name'] === 'string' ? value['name'] : `#${place + 1}`;
  const shape = validatePlaybook(value);
  if (!shape.ok) return { name, errors: shape.errors };
  return { name, errors: faultsOf(shape.value), playbook: shape.value };
}

function repeated(playbooks: readonly Playbook[], at: Pick<Offer, 'configMap' | 'key'>, taken: ReadonlyMap<string, string>): Refusal[] {
  return playbooks.flatMap(({ name }, place) => {
    const other = playbooks.findIndex((one) => one.name === name) < place ? idOf(at) : taken.get(name);
    return other === undefined ? [] : [{ ...at, name, path: 'name', reason: `is taken by a playbook of ${other}` }];
  });
}
