import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** One rule of one role, for one resource (with `/subresource` if any) and one verb; namespaced when it comes from a Role. */
export interface Grant {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  readonly namespace?: string;
  readonly names?: readonly string[];
}

/** One kind of request that was seen. */
export interface Use {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  readonly namespace?: string;
  readonly name?: string;
}

interface RoleObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
    readonly resourceNames?: readonly string[];
  }[];
}

const config = join(import.meta.dirname, '../../config');

/** Every grant of config/rbac and config/opt-in, taken apart so that each can be used or unused by itself. */
export function shippedGrants(): Grant[] {
  const optIn = readdirSync(join(config, 'opt-in')).map((name) => join(config, 'opt-in', name));
  const documents = [join(config, 'rbac'), ...optIn].flatMap(documentsIn);
  return documents.map((document) => document.toJS() as RoleObject).flatMap(grantsOf);
}

function documentsIn(folder: string) {
  const files = readdirSync(folder).filter((file) => file !== 'kustomization.yaml');
  return files.flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')));
}

function grantsOf({ kind, metadata, rules = [] }: RoleObject): Grant[] {
  const namespace = kind === 'Role' ? metadata.namespace : undefined;
  return rules.flatMap(({ apiGroups, resources, verbs, resourceNames: names }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb, namespace, names })))),
  );
}

/** True when the grant allows the use. */
export function allows(grant: Grant, use: Use): boolean {
  if (grant.group !== use.group || grant.resource !== use.resource || grant.verb !== use.verb) return false;
  if (grant.namespace !== undefined && grant.namespace !== use.namespace) return false;
  return grant.names === undefined || (use.name !== undefined && grant.names.includes(use.name));
}

/** `verb group/resource in namespace`, for a person. */
export function wordsOf({ group, resource, verb, namespace }: Grant | Use): string {
  return `${verb} ${group === '' ? 'core' : group}/${resource}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
