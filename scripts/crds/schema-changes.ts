import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../schema/crd.ts';

/** What a release changes of what the previous one promised. */
export interface CrdChange {
  /** Kind, version and path, as `RemediationPlan v1alpha1 .spec.steps[].order`. */
  readonly at: string;
  readonly what: string;
  /** Whether an object, a manifest or a client of the previous release may fail by it. */
  readonly breaks: boolean;
}

type Judge = (before: Schema, after: Schema) => readonly string[];

/** A lower bound may fall and an upper one may rise. */
const lower = ['minimum', 'minLength', 'minItems', 'minProperties'] as const;
const upper = ['maximum', 'maxLength', 'maxItems', 'maxProperties'] as const;

const shown = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));
const changed = (name: string, from: unknown, to: unknown): string => `${name} changed from ${shown(from)} to ${shown(to)}`;

const tightenedBounds: Judge = (before, after) => [
  ...lower
    .filter((bound) => (after[bound] ?? -Infinity) > (before[bound] ?? -Infinity))
    .map((bound) => changed(bound, before[bound], after[bound])),
  ...upper
    .filter((bound) => (after[bound] ?? Infinity) < (before[bound] ?? Infinity))
    .map((bound) => changed(bound, before[bound], after[bound])),
];

const narrowedEnum: Judge = (before, after) => {
  if (!after.enum) return [];
  if (!before.enum) return [`is now one of ${after.enum.join(', ')}`];
  const gone = before.enum.filter((value) => !after.enum?.includes(value));
  return gone.length === 0 ? [] : [`no longer allows ${gone.join(', ')}`];
};

const newlyRequired: Judge = (before, after) =>
  (after.required ?? []).filter((name) => !before.required?.includes(name)).map((name) => `now requires ${name}`);

/** Words that say what a value is; whoever reads or writes it relies on each of them as it stands. */
const fixed = [
  'type',
  'format',
  'default',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
] as const;

const otherMeaning: Judge = (before, after) =>
  fixed.filter((word) => !isDeepStrictEqual(before[word], after[word])).map((word) => changed(word, before[word], after[word]));

const otherPattern: Judge = (before, after) =>
  after.pattern === undefined || after.pattern === before.pattern ? [] : [changed('pattern', before.pattern, after.pattern)];

const newRules: Judge = (before, after) => {
  const known = new Set((before['x-kubernetes-validations'] ?? []).map(({ rule }) => rule));
  const added = (after['x-kubernetes-validations'] ?? []).filter(({ rule }) => !known.has(rule));
  return added.map(({ rule, message }) => `has a new rule: ${message} (${rule})`);
};

const judges: readonly Judge[] = [tightenedBounds, narrowedEnum, newlyRequired, otherMeaning, otherPattern, newRules];

/** Every change between two schemas of one field and of all that is below it. */
export function schemaChanges(at: string, before: Schema, after: Schema): CrdChange[] {
  const own = judges.flatMap((judge) => judge(before, after)).map((what) => ({ at: at.trimEnd(), what, breaks: true }));
  const wider = (after.enum ?? []).filter((value) => before.enum && !before.enum.includes(value));
  const allowed = wider.length === 0 ? [] : [{ at, what: `also allows ${wider.join(', ')}`, breaks: false }];
  return [...own, ...allowed, ...fieldChanges(at, before, after), ...insideChanges(at, before, after)];
}

function fieldChanges(at: string, { properties: before = {} }: Schema, { properties: after = {} }: Schema): CrdChange[] {
  const added = Object.keys(after).filter((name) => !(name in before));
  return [
    ...Object.entries(before).flatMap(([name, schema]) => {
      const path = `${at}.${name}`;
      const now = after[name];
      return now ? schemaChanges(path, schema, now) : [{ at: path, what: 'is gone', breaks: true }];
    }),
    ...added.map((name) => ({ at: `${at}.${name}`, what: 'is new', breaks: false })),
  ];
}

/** What the elements of a list, or the values of a map, are. */
function insideChanges(at: string, before: Schema, after: Schema): CrdChange[] {
  return (['items', 'additionalProperties'] as const).flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    const path = name === 'items' ? `${at}[]` : `${at}{}`;
    if (!was) return [];
    return is ? schemaChanges(path, was, is) : [{ at: path, what: 'is gone', breaks: true }];
  });
}
