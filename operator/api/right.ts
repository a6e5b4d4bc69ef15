/** What somebody may do to objects of one resource. */
export interface Right {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';
  /** Empty for the core group. */
  readonly group: string;
  /** Plural, with `/subresource` if it is about one. */
  readonly resource: string;
  /** Absent: in the whole cluster. */
  readonly namespace?: string;
  /** Absent: on all of them. */
  readonly name?: string;
}

/** `nodes`, `pods/eviction`, `deployments.apps/scale`: as kubectl names the resource. */
export function resourceWords({ group, resource }: Pick<Right, 'group' | 'resource'>): string {
  const [plural, subresource] = resource.split('/');
  const of = group === '' ? plural : `${plural}.${group}`;
  return `${of}${subresource === undefined ? '' : `/${subresource}`}`;
}

/** The same with the object that it is about, if it is about one: `get configmaps in shop named counts`. */
export function exactWordsOf(right: Right): string {
  return right.name === undefined ? wordsOf(right) : `${wordsOf(right)} named ${right.name}`;
}

/** `patch nodes`, `create pods/eviction`, `update deployments.apps/scale in shop`. */
export function wordsOf({ verb, namespace, ...resource }: Omit<Right, 'name'>): string {
  return `${verb} ${resourceWords(resource)}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
