import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { engineUser } from '../harness/audit.ts';

/** One rule of one role, for one resource (with `/subresource` if any) and one verb; namespaced when it comes from a Role. */
export interface Grant {
  /** The user that the role is bound to, as the API server names it. */
  readonly account: string;
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  readonly namespace?: string;
  readonly names?: readonly string[];
  /** Nothing in config/ binds the role: whoever wants its powers somewhere binds it there. */
  readonly unbound?: true;
}

/** One kind of request that was seen. */
export interface Use {
  readonly account: string;
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
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly name: string; readonly namespace: string }[];
}

const config = join(import.meta.dirname, '../../config');

/** The folders of config/ that say what the engine may do: the one of every installation, and those to opt in to. */
export function grantingFolders(): string[] {
  return ['rbac', ...readdirSync(join(config, 'opt-in')).map((name) => `opt-in/${name}`)];
}

/** Every grant of such a folder, taken apart so that each can be used or unused by itself. */
export function grantsIn(folder: string): Grant[] {
  const objects = documentsIn(join(config, folder)).map((document) => document.toJS() as RoleObject);
  return objects.flatMap((role) => grantsOf(role, boundBy(role, objects)));
}

/** Every grant of all of them. */
export function shippedGrants(): Grant[] {
  return grantingFolders().flatMap(grantsIn);
}

function documentsIn(folder: string) {
  const files = readdirSync(folder).filter((file) => file !== 'kustomization.yaml');
  return files.flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')));
}

/** Whom the role is for; one that nothing binds is for others to bind to the engine. */
function boundBy({ kind, metadata }: RoleObject, objects: readonly RoleObject[]): Pick<Grant, 'account' | 'unbound'> {
  const binding = objects.find(({ roleRef }) => roleRef?.kind === kind && roleRef.name === metadata.name);
  const [subject] = binding?.subjects ?? [];
  return subject ? { account: `system:serviceaccount:${subject.namespace}:${subject.name}` } : { account: engineUser, unbound: true };
}

function grantsOf({ kind, metadata, rules = [] }: RoleObject, binding: Pick<Grant, 'account' | 'unbound'>): Grant[] {
  const namespace = kind === 'Role' ? metadata.namespace : undefined;
  return rules.flatMap(({ apiGroups, resources, verbs, resourceNames: names }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => ({ ...binding, group, resource, verb, namespace, names }))),
    ),
  );
}

/** True when the grant allows the use. */
export function allows(grant: Grant, use: Use): boolean {
  if (grant.account !== use.account) return false;
  if (grant.group !== use.group || grant.resource !== use.resource || grant.verb !== use.verb) return false;
  if (grant.namespace !== undefined && grant.namespace !== use.namespace) return false;
  return grant.names === undefined || (use.name !== undefined && grant.names.includes(use.name));
}

/** `verb group/resource in namespace`, for a person. */
export function wordsOf({ group, resource, verb, namespace }: Grant | Use): string {
  return `${verb} ${group === '' ? 'core' : group}/${resource}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
