import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A CEL rule as a CRD carries it. */
export interface Rule {
  readonly rule: string;
  readonly message: string;
  readonly fieldPath?: string;
  readonly reason?: string;
  readonly optionalOldSelf?: boolean;
}

/** The part of a structural OpenAPI schema that the CRDs use. */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly format?: 'date-time' | 'int32' | 'int64';
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly 'x-kubernetes-validations'?: readonly Rule[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

/** Of these keywords, those that the schema has. */
export function keywordsOf(schema: Schema, wanted: readonly (keyof Schema)[]): Partial<Schema> {
  return Object.fromEntries(wanted.flatMap((key) => (schema[key] === undefined ? [] : [[key, schema[key]]])));
}

/** A column of `kubectl get`; priority 1 shows with `-o wide` only. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly priority?: number;
}

/** The one version of a kind. */
export interface CrdVersion {
  readonly name: string;
  readonly schema: { readonly openAPIV3Schema: Schema };
  readonly additionalPrinterColumns?: readonly Column[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

/** The words that a kind is called by. */
export interface CrdNames {
  readonly kind: string;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** A CRD file with the text it was read from. */
export interface Crd {
  readonly file: string;
  readonly text: string;
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: CrdNames;
    readonly versions: readonly [CrdVersion];
  };
}

interface Manifest {
  readonly kind: string;
  readonly spec: Crd['spec'];
}

/** Every CRD of the folder, in the order of the file names. */
export function loadCrds(folder: string): Crd[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => {
      const file = join(folder, name);
      const text = readFileSync(file, 'utf8');
      const manifest = parse(text) as Manifest;
      return manifest.kind === 'CustomResourceDefinition' ? [{ file, text, spec: manifest.spec }] : [];
    });
}

/** The kind's name, for example Anomaly. */
export const kindOf = (crd: Crd): string => crd.spec.names.kind;

/** The schema of the whole object. */
export const schemaOf = (crd: Crd): Schema => crd.spec.versions[0].schema.openAPIV3Schema;

/** The schema at a path such as `spec.steps[].action`; it must exist. */
export function schemaAt(root: Schema, path: string): Schema {
  return path
    .replaceAll('[]', '.[]')
    .split('.')
    .reduce((schema, part) => {
      const next = part === '[]' ? schema.items : schema.properties?.[part];
      if (!next) throw new Error(`no schema at ${path} (stopped at ${part})`);
      return next;
    }, root);
}
