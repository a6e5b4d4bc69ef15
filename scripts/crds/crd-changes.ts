import { isDeepStrictEqual } from 'node:util';
import type { CrdNames, CrdVersion } from '../schema/crd.ts';
import { schemaChanges, type CrdChange } from './schema-changes.ts';

/** A version of a kind, as its CRD says it. */
export interface ServedVersion extends Pick<CrdVersion, 'name' | 'schema' | 'selectableFields'> {
  readonly served: boolean;
  readonly storage: boolean;
  readonly subresources?: { readonly status?: object };
}

/** What a CRD promises; `metadata` does not count. */
export interface CrdDocument {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: CrdNames;
    readonly versions: readonly ServedVersion[];
  };
}

/** Every change between the CRDs of two releases, those that break something first. */
export function crdChanges(before: readonly CrdDocument[], after: readonly CrdDocument[]): CrdChange[] {
  const nameOf = ({ spec }: CrdDocument): string => `${spec.names.plural}.${spec.group}`;
  const added = after.filter((crd) => !before.some((one) => nameOf(one) === nameOf(crd)));
  const changes = [
    ...before.flatMap((crd) => {
      const now = after.find((one) => nameOf(one) === nameOf(crd));
      return now ? kindChanges(crd, now) : [{ at: crd.spec.names.kind, what: 'is gone', breaks: true }];
    }),
    ...added.map(({ spec }) => ({ at: spec.names.kind, what: 'is new', breaks: false })),
  ];
  return changes.toSorted((a, b) => Number(b.breaks) - Number(a.breaks));
}

function kindChanges({ spec: before }: CrdDocument, { spec: after }: CrdDocument): CrdChange[] {
  const at = before.names.kind;
  const words = [
    ...(before.names.kind === after.names.kind ? [] : [`is now called ${after.names.kind}`]),
    ...(before.scope === after.scope ? [] : [`is now ${after.scope}`]),
    ...missing(before.names.shortNames, after.names.shortNames).map((name) => `has no short name ${name} any more`),
    ...missing(before.names.categories, after.names.categories).map((name) => `is not in the category ${name} any more`),
  ];
  const added = after.versions.filter(({ name }) => !before.versions.some((one) => one.name === name));
  return [
    ...words.map((what) => ({ at, what, breaks: true })),
    ...before.versions.flatMap((version) => versionChanges(at, version, after.versions)),
    ...added.map(({ name }) => ({ at: `${at} ${name}`, what: 'is new', breaks: false })),
  ];
}

function versionChanges(kind: string, before: ServedVersion, versions: readonly ServedVersion[]): CrdChange[] {
  const at = `${kind} ${before.name}`;
  const after = versions.find(({ name }) => name === before.name);
  if (!after) return [{ at, what: 'is gone: objects that are stored in it cannot be read', breaks: true }];
  const fields = missing(pathsIn(before), pathsIn(after)).map((path) => `can no longer be selected by ${path}`);
  const words = [...missing(waysOf(before), waysOf(after)).map((way) => `is no longer ${way}`), ...fields];
  const stored = before.storage && !after.storage ? [{ at, what: 'is no longer the version that is stored', breaks: false }] : [];
  const schemas = [before.schema.openAPIV3Schema, after.schema.openAPIV3Schema] as const;
  const inside = isDeepStrictEqual(...schemas) ? [] : schemaChanges(`${at} `, ...schemas);
  return [...words.map((what) => ({ at, what, breaks: true })), ...stored, ...inside];
}

const waysOf = ({ served, subresources }: ServedVersion): string[] => [
  ...(served ? ['served'] : []),
  ...(subresources?.status ? ['with a status of its own'] : []),
];

const pathsIn = ({ selectableFields = [] }: ServedVersion): string[] => selectableFields.map(({ jsonPath }) => jsonPath);

function missing(before: readonly string[] = [], after: readonly string[] = []): string[] {
  return before.filter((one) => !after.includes(one));
}
