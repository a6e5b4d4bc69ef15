import { isFields } from '../../api/fields.ts';

/** Stands for what is worked out later, so that parameters can be held against a schema before there is a situation. */
const samples: Readonly<Record<string, (given: Readonly<Record<string, unknown>>) => unknown>> = {
  grownReplicas: () => 3,
  replicas: () => 3,
  memoryLimits: () => [{ name: 'main', limits: { memory: '64Mi' } }],
  detail: ({ as }) => (as === 'number' ? 1 : 'text'),
  text: ({ text }) => text,
};

/** Parameters with something in the place of what is computed, and the names of computations that there are not. */
export interface Sampled {
  readonly value: unknown;
  readonly unknown: readonly string[];
}

/** What the parameters may come to. */
export function sampleOf(value: unknown): Sampled {
  if (Array.isArray(value)) {
    const items = value.map(sampleOf);
    return { value: items.map((item) => item.value), unknown: items.flatMap((item) => item.unknown) };
  }
  if (!isFields(value)) return { value, unknown: [] };
  const name = value['compute'];
  if (typeof name === 'string') return computedSample(name, value);
  const members = Object.entries(value).map(([key, inner]) => [key, sampleOf(inner)] as const);
  return {
    value: Object.fromEntries(members.map(([key, inner]) => [key, inner.value])),
    unknown: members.flatMap(([, inner]) => inner.unknown),
  };
}

function computedSample(name: string, given: Readonly<Record<string, unknown>>): Sampled {
  const sample = Object.hasOwn(samples, name) ? samples[name] : undefined;
  return sample ? { value: sample(given), unknown: [] } : { value: undefined, unknown: [name] };
}
