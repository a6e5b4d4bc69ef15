/** What a step's target stands among, as it was read. */
export interface Standing {
  /** Keys of the object, of what owns it all the way up, and of what manages those. */
  readonly owners: readonly string[];
  /** Nodes that its pods run on; of a node itself. */
  readonly nodes: readonly string[];
  /** It is a node of the control plane. */
  readonly controlPlane: boolean;
}

/**
 * Whether work on both at once may get in each other's way: they have an object, an owner or a node in common, or both are nodes of the
 * control plane. What could not be read may have anything in common with anything.
 */
export function areRelated(a: Standing | undefined, b: Standing | undefined): boolean {
  if (!a || !b) return true;
  return shareOne(a.owners, b.owners) || shareOne(a.nodes, b.nodes) || (a.controlPlane && b.controlPlane);
}

function shareOne(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(a);
  return b.some((one) => known.has(one));
}
