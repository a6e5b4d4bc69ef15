import type { StoredObject } from '../kube/client.ts';

type Labels = Record<string, string>;

/** Splits at commas outside parentheses. */
function requirements(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function labelMatches(labels: Labels, requirement: string): boolean {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(requirement);
  if (set) {
    const listed = (set[3] ?? '').split(',').some((value) => value.trim() === labels[set[1] ?? '']);
    return set[2] === 'in' ? listed : !listed;
  }
  const compare = /^([^!=]+?)\s*(!=|==?)\s*(.*)$/.exec(requirement);
  if (compare) return (labels[compare[1] ?? ''] === compare[3]) === (compare[2] !== '!=');
  return requirement.startsWith('!') ? !(requirement.slice(1) in labels) : requirement in labels;
}

function fieldAt(object: object, path: string): string {
  let value: unknown = object;
  for (const field of path.split('.')) value = typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
  return typeof value === 'string' ? value : JSON.stringify(value ?? '').replaceAll('"', '');
}

/** Whether the object satisfies a label selector in kubectl's notation. */
export function matchesLabels(object: StoredObject, selector: string | undefined): boolean {
  return requirements(selector ?? '').every((requirement) => labelMatches(object.metadata.labels ?? {}, requirement));
}

/** Whether the object satisfies a field selector of `path=value` and `path!=value` terms. */
export function matchesFields(object: StoredObject, selector: string | undefined): boolean {
  return requirements(selector ?? '').every((requirement) => {
    const term = /^([^!=]+)(!=|==?)(.*)$/.exec(requirement);
    return term !== null && (fieldAt(object, term[1] ?? '') === term[3]) === (term[2] !== '!=');
  });
}
