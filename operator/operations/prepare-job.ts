import type { Reason } from '../api/reasons.ts';
import type { KubeClient } from '../kube/client.ts';
import { isForbidden } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { accountObjection, accountOf } from './job-account.ts';
import { readTemplate, type ConfigMap, type JobTemplate } from './job-template.ts';
import { valuesFault, type Values } from './job-values.ts';

/** The ClusterRole that lets the engine run Jobs in the namespaces where it is bound. */
export const jobsRole = 'coordination-engine-jobs';

/** Why nothing can be run. */
export interface JobRefusal {
  readonly reason: Reason;
  readonly message: string;
}

/** What is asked for. */
export interface JobWish {
  readonly client: KubeClient;
  /** Of the action; its templates and Jobs are there too. */
  readonly namespace: string;
  readonly template: string;
  readonly values: Values;
  /** The engine's own ServiceAccount, as `namespace/name`. */
  readonly own: string;
}

/** Everything that can be known before a Job is made. */
export interface PreparedJob {
  readonly template: JobTemplate;
  readonly inverse?: JobTemplate;
}

/** The template and its inverse, as they are now and fit for these values; or why not. Reads only. */
export async function prepareJob(wish: JobWish): Promise<PreparedJob | JobRefusal> {
  const template = await readFit(wish, wish.template);
  if ('reason' in template || template.inverse === undefined) return 'reason' in template ? template : { template };
  const inverse = await readFit(wish, template.inverse);
  return 'reason' in inverse ? { ...inverse, message: `The inverse: ${inverse.message}` } : { template, inverse };
}

async function readFit(wish: JobWish, name: string): Promise<JobTemplate | JobRefusal> {
  const where = `ConfigMap ${wish.namespace}/${name}`;
  const found = await readConfig<ConfigMap>(wish, name);
  if (!found) return { reason: 'TemplateNotFound', message: `${where} does not exist.` };
  if ('reason' in found) return found;
  const template = readTemplate(found);
  if (typeof template === 'string') return { reason: 'InvalidTemplate', message: `${where}: ${template}.` };
  return valuesObjection(template, wish, where) ?? (await accountRefusal(template, wish)) ?? template;
}

/** The ConfigMap, or that the engine may not read it there; undefined when it does not exist. */
export async function readConfig<T extends ConfigMap>(
  { client, namespace }: Pick<JobWish, 'client' | 'namespace'>,
  name: string,
): Promise<T | JobRefusal | undefined> {
  try {
    return await client.get<T>(kinds.ConfigMap, { namespace, name });
  } catch (error) {
    if (!isForbidden(error)) throw error;
    const message = `The engine may not get ConfigMaps in ${namespace}: a RoleBinding to ClusterRole ${jobsRole} there lets it run Jobs.`;
    return { reason: 'Forbidden', message };
  }
}

function valuesObjection({ schema }: JobTemplate, { values }: JobWish, where: string): JobRefusal | undefined {
  const fault = valuesFault(schema, values);
  if (!fault) return undefined;
  if (fault.of === 'schema') return { reason: 'InvalidTemplate', message: `${where}: its schema cannot be used: ${fault.message}.` };
  return { reason: 'InvalidParameters', message: `spec.parameters.${fault.message}.` };
}

async function accountRefusal({ job }: JobTemplate, wish: JobWish): Promise<JobRefusal | undefined> {
  const account = accountOf(job.template.spec);
  const objection = account === undefined ? undefined : await accountObjection(account, wish);
  return objection === undefined ? undefined : { reason: 'ServiceAccountRefused', message: `No Job may run as it: ${objection}.` };
}
