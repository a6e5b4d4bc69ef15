import type { Crd, Schema } from '../schema/crd.ts';
import { schemaOf } from '../schema/crd.ts';

/** How a console shows one field of a spec or a status. */
export interface Descriptor {
  /** From the spec or the status on, with dots. */
  readonly path: string;
  readonly displayName: string;
  readonly description: string;
  readonly 'x-descriptors'?: readonly string[];
}

const ui = 'urn:alm:descriptor:com.tectonic.ui';
const kubernetes = 'urn:alm:descriptor:io.kubernetes';

/** Of fields that mean the same wherever they stand in a status. */
const known: Readonly<Record<string, string>> = {
  phase: `${kubernetes}.phase`,
  reason: `${kubernetes}.phase:reason`,
  conditions: `${kubernetes}.conditions`,
};

/** Every field of the spec, or of the status, and those of the objects right in it. */
export function descriptorsOf(crd: Crd, part: 'spec' | 'status'): Descriptor[] {
  const { properties = {} } = schemaOf(crd).properties?.[part] ?? {};
  return Object.entries(properties).flatMap(([name, schema]) => [
    descriptorOf(name, schema, part),
    ...Object.entries(schema.properties ?? {}).map(([inner, field]) => descriptorOf(`${name}.${inner}`, field, part)),
  ]);
}

function descriptorOf(path: string, schema: Schema, part: 'spec' | 'status'): Descriptor {
  const marks = part === 'status' ? marksOfStatus(path) : marksOfSpec(schema);
  return {
    path,
    displayName: wordsOfName(path.slice(path.lastIndexOf('.') + 1)),
    description: schema.description ?? '',
    ...(marks.length > 0 && { 'x-descriptors': marks }),
  };
}

function marksOfStatus(path: string): string[] {
  const mark = known[path];
  return mark === undefined ? [] : [mark];
}

function marksOfSpec({ type, enum: values }: Schema): string[] {
  if (values) return values.map((value) => `${ui}:select:${value}`);
  if (type === 'boolean') return [`${ui}:booleanSwitch`];
  if (type === 'integer' || type === 'number') return [`${ui}:number`];
  return type === 'string' ? [`${ui}:text`] : [];
}

/** `ttlSecondsAfterFinished` as `Ttl Seconds After Finished`, `RemediationPlan` as `Remediation Plan`. */
export function wordsOfName(name: string): string {
  const spaced = name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
