/** A selector as Kubernetes' kinds carry it; an absent one selects nothing, an empty one everything. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelRequirement[];
}

export interface LabelRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

type Labels = Readonly<Record<string, string>>;

/** Whether labels carry every pair; true for no pairs. */
export function hasLabels(labels: Labels | undefined, pairs: Labels): boolean {
  return Object.entries(pairs).every(([key, value]) => labels?.[key] === value);
}

/** Whether labels satisfy the selector. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (!selector) return false;
  return hasLabels(labels, selector.matchLabels ?? {}) && (selector.matchExpressions ?? []).every((one) => matchesRequirement(one, labels));
}

type Test = (value: string | undefined, values: readonly string[]) => boolean;

const isNumber = (value: string | undefined): value is string => value !== undefined && /^-?\d+$/.test(value);

const tests: Readonly<Record<string, Test>> = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
  Gt: (value, [bound]) => isNumber(value) && isNumber(bound) && Number(value) > Number(bound),
  Lt: (value, [bound]) => isNumber(value) && isNumber(bound) && Number(value) < Number(bound),
};

/** Whether one label satisfies a requirement with the operators of label and of node selectors; false for an unknown operator. */
export function matchesRequirement({ key, operator, values = [] }: LabelRequirement, labels: Labels | undefined): boolean {
  return tests[operator]?.(labels?.[key], values) ?? false;
}

/** The selector in the form that a list call takes; undefined when it selects everything or is absent. */
export function selectorText(selector: LabelSelector | undefined): string | undefined {
  const pairs = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = (selector?.matchExpressions ?? []).map(requirementText);
  return [...pairs, ...expressions].join(',') || undefined;
}

function requirementText({ key, operator, values = [] }: LabelRequirement): string {
  switch (operator) {
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
  }
}
