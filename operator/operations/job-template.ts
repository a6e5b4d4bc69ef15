import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { lazily } from '../api/lazily.ts';
import { messageOf } from '../api/message-of.ts';
import type { StoredObject } from '../kube/client.ts';
import { firstFault } from './parameter-fault.ts';

/** Prefix of every variable that the engine gives to a Job; templates may read them, not define them. */
export const variablePrefix = 'COORDINATION_';

/** One environment variable, as a container has it. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly [field: string]: unknown;
}

/** What the engine reads of a container; everything else goes to the API server as it is. */
export interface JobContainer {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly Variable[];
  readonly [field: string]: unknown;
}

/** What the engine reads of a pod's spec. */
export interface JobPodSpec {
  readonly containers: readonly JobContainer[];
  readonly initContainers?: readonly JobContainer[];
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly volumes?: readonly { readonly projected?: { readonly sources?: readonly object[] } }[];
  readonly [field: string]: unknown;
}

/** The part of a Job's spec that a template decides on. */
export interface JobSpec {
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly template: {
    readonly metadata?: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
    readonly spec: JobPodSpec;
  };
}

/** A ConfigMap as it is read. */
export interface ConfigMap extends StoredObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** The user's own remediation. */
export interface JobTemplate {
  readonly job: JobSpec;
  /** JSON schema of the values that it takes. */
  readonly schema: unknown;
  /** Name of the ConfigMap with the template that takes back what this one does. */
  readonly inverse?: string;
}

/** Keys of a template's ConfigMap. */
export const templateKeys = { job: 'job.yaml', schema: 'values.schema.json', inverse: 'inverse' } as const;

/** Bytes; a template is copied into the action that uses it, whose size is bounded. */
const longestText = 16_384;
/** The outcome has to be readable even when nobody looked for a while; seconds. */
const leastTtl = 3600;

const texts = { type: 'array', items: { type: 'string' } };
const containers = {
  type: 'array',
  items: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      command: texts,
      args: texts,
      env: { type: 'array', items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
    },
  },
};
const podSpec = {
  type: 'object',
  required: ['containers'],
  properties: {
    containers: { ...containers, minItems: 1 },
    initContainers: containers,
    restartPolicy: { const: 'Never' },
    serviceAccountName: { type: 'string', minLength: 1 },
    automountServiceAccountToken: { type: 'boolean' },
    volumes: {
      type: 'array',
      items: {
        type: 'object',
        properties: { projected: { type: 'object', properties: { sources: { type: 'array', items: { type: 'object' } } } } },
      },
    },
  },
};
/** One pod, run once: whatever would make it more than that is not taken. */
const jobSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'spec'],
  properties: {
    apiVersion: { const: 'batch/v1' },
    kind: { const: 'Job' },
    metadata: { type: 'object' },
    spec: {
      type: 'object',
      additionalProperties: false,
      required: ['template'],
      properties: {
        backoffLimit: { const: 0 },
        activeDeadlineSeconds: { type: 'integer', minimum: 1 },
        ttlSecondsAfterFinished: { type: 'integer', minimum: leastTtl },
        template: {
          type: 'object',
          additionalProperties: false,
          required: ['spec'],
          properties: { metadata: { type: 'object' }, spec: podSpec },
        },
      },
    },
  },
};

const jobJudge = lazily(() => new Ajv({ strict: false }).compile<{ readonly spec: JobSpec }>(jobSchema));
const noValues = { type: 'object', additionalProperties: false };

/** The template that the ConfigMap holds, or what is wrong with it as a sentence. */
export function readTemplate({ data = {} }: ConfigMap): JobTemplate | string {
  const job = readJob(data[templateKeys.job]);
  if (typeof job === 'string') return `${templateKeys.job} ${job}`;
  const schema = readText(data[templateKeys.schema] ?? JSON.stringify(noValues));
  if (typeof schema === 'string') return `${templateKeys.schema} ${schema}`;
  const inverse = data[templateKeys.inverse]?.trim();
  return { job, schema: schema.value, ...(inverse && { inverse }) };
}

function readJob(text: string | undefined): JobSpec | string {
  if (text === undefined) return 'is missing';
  const found = readText(text);
  if (typeof found === 'string') return found;
  const isJob = jobJudge();
  if (!isJob(found.value)) return `does not fit: ${firstFault(isJob.errors, 'job')}`;
  const { spec } = found.value;
  const fault = faultOf(spec.template.spec);
  return fault === undefined ? spec : `does not fit: ${fault}`;
}

function readText(text: string): { readonly value: unknown } | string {
  if (Buffer.byteLength(text) > longestText) return `is longer than ${longestText} bytes`;
  try {
    const value: unknown = parse(text);
    // YAML's anchors make much out of little, or a circle, which JSON cannot hold.
    const spelledOut = JSON.stringify(value) ?? '';
    return Buffer.byteLength(spelledOut) > longestText ? `is longer than ${longestText} bytes with its anchors written out` : { value };
  } catch (error) {
    return `cannot be read: ${messageOf(error).split('\n')[0]}`;
  }
}

function faultOf(pod: JobPodSpec): string | undefined {
  if (pod['serviceAccount'] !== undefined) return 'serviceAccount is deprecated; name the account in serviceAccountName';
  const all = [...pod.containers, ...(pod.initContainers ?? [])];
  for (const container of all) {
    const taken = container.env?.find(({ name }) => name.startsWith(variablePrefix));
    if (taken) return `container ${container.name} defines ${taken.name}; the names that begin with ${variablePrefix} are the engine's`;
    const spliced = [...(container.command ?? []), ...(container.args ?? [])].find(isSpliced);
    if (spliced !== undefined)
      return `container ${container.name} splices a value into a command line (${spliced.slice(0, 80)}); read it from the environment`;
  }
  return undefined;
}

const reference = new RegExp(`\\$\\(${variablePrefix}\\w*\\)`, 'g');

/**
 * The kubelet writes the value in place of `$(NAME)`. As an argument of its own, or behind `--flag=`, that is safe; within a script the
 * value would be read as a part of it.
 */
function isSpliced(text: string): boolean {
  const rest = text.replaceAll(reference, '');
  return rest !== text && !/^[\w.,:=/@+-]*$/.test(rest);
}
