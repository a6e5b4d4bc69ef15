import { isFields } from '../../api/fields.ts';
import { grownReplicas } from '../diagnosis/relief.ts';
import { moreMemory } from './memory.ts';
import type { Situation } from './situation.ts';

/** A value that is worked out from what was recorded. */
type Computation = (given: Readonly<Record<string, unknown>>, situation: Situation) => unknown;

const usualFactor = 1.5;
const plainName = /^[\w.:/-]{1,253}$/;

/** What `compute` may say; each answers undefined where what it needs was not recorded. */
const computations: Readonly<Record<string, Computation>> = {
  /** As many machines as make up for those that are taken away. */
  grownReplicas: (_given, { words }) => words.map(grownReplicas).find((replicas) => replicas !== undefined),
  /** `containers` of update_resources: the memory limit of each that was killed for want of it, times `factor`, up to `most`. */
  memoryLimits: ({ factor, most }, { deployment }) => {
    const raised = (deployment?.outOfMemory ?? []).flatMap(({ container, limit }) => {
      const memory = moreMemory(limit, numberOr(factor, usualFactor), typeof most === 'string' ? most : undefined);
      return memory === undefined ? [] : [{ name: container, limits: { memory } }];
    });
    return raised.length === 0 ? undefined : raised;
  },
  /** The replicas that it asked for, times `factor`, up to `most`. */
  replicas: ({ factor, most }, { deployment }) => {
    const now = deployment?.replicas;
    if (now === undefined || now === 0) return undefined;
    const wanted = Math.min(Math.ceil(now * numberOr(factor, usualFactor)), numberOr(most, Infinity));
    return wanted > now ? wanted : undefined;
  },
  /**
   * What the report says under `key` of its details: a number where `as` says so, else a name. Whoever may report must not be able to write
   * a query or a command that the engine then runs.
   */
  detail: ({ key, as }, { report }) => {
    const given = String(report.details?.[String(key)] ?? '');
    if (as === 'number') return given === '' || Number.isNaN(Number(given)) ? undefined : Number(given);
    return plainName.test(given) ? given : undefined;
  },
  /** The `text` with the object's own kind, namespace and name in it. */
  text: ({ text }, { target: { kind, namespace = '', name } }) => {
    const words: Readonly<Record<string, string>> = { kind, namespace, name };
    return typeof text === 'string' ? text.replaceAll(/\$\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole) : undefined;
  },
};

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** The names that `compute` may have. */
export const computed: readonly string[] = Object.keys(computations);

/** Something among the parameters could not be worked out. */
export const incomputable = Symbol('incomputable');

/** The parameters with what is computed filled in, or `incomputable`. */
export function filledIn(
  parameters: Readonly<Record<string, unknown>>,
  situation: Situation,
): Readonly<Record<string, unknown>> | typeof incomputable {
  const filled = Object.entries(parameters).map(([name, value]) => [name, valueOf(value, situation)] as const);
  return filled.some(([, value]) => value === incomputable) ? incomputable : Object.fromEntries(filled);
}

function valueOf(value: unknown, situation: Situation): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => valueOf(item, situation));
    return items.includes(incomputable) ? incomputable : items;
  }
  if (!isFields(value)) return value;
  const name = value['compute'];
  if (typeof name !== 'string') return filledIn(value, situation);
  return (Object.hasOwn(computations, name) ? computations[name]?.(value, situation) : undefined) ?? incomputable;
}
