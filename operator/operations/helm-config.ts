import { Ajv } from 'ajv';
import { lazily } from '../api/lazily.ts';
import type { KubeClient } from '../kube/client.ts';
import { accountObjection } from './job-account.ts';
import type { ConfigMap } from './job-template.ts';
import { firstFault } from './parameter-fault.ts';
import { readConfig, type JobRefusal } from './prepare-job.ts';

/** The ConfigMap by which the owner of a namespace lets the engine roll its releases back. */
export const helmConfigName = 'coordination-helm';

/** What is in it. */
export interface HelmConfig {
  /** May read and write the release's Secrets and everything that its chart makes. */
  readonly serviceAccountName: string;
  /** Has helm, sh and sed. */
  readonly image: string;
  /** Numeric user to run as, for an image that would run as root; absent where the cluster chooses one. */
  readonly runAsUser?: string;
}

interface HelmConfigMap extends ConfigMap {
  readonly data: ConfigMap['data'] & HelmConfig;
}

const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['serviceAccountName', 'image'],
  properties: {
    serviceAccountName: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$', maxLength: 253 },
    image: { type: 'string', minLength: 1, maxLength: 512 },
    runAsUser: { type: 'string', pattern: '^[1-9][0-9]{0,9}$' },
  },
};
const configJudge = lazily(() => new Ajv().compile<HelmConfig>(configSchema));

/** How releases of the namespace are rolled back there, or why they are not; reads only. */
export async function readHelmConfig(client: KubeClient, namespace: string, own: string): Promise<HelmConfig | JobRefusal> {
  const where = `ConfigMap ${namespace}/${helmConfigName}`;
  const found = await readConfig<HelmConfigMap>({ client, namespace }, helmConfigName);
  if (!found) return { reason: 'NotConfigured', message: `${where}, which would name a ServiceAccount and an image, does not exist.` };
  if ('reason' in found) return found;
  const data: unknown = found.data ?? {};
  const isConfig = configJudge();
  if (!isConfig(data)) return { reason: 'InvalidTemplate', message: `${where}: ${firstFault(isConfig.errors, 'data')}.` };
  const objection = await accountObjection(data.serviceAccountName, { client, namespace, own });
  return objection === undefined ? data : { reason: 'ServiceAccountRefused', message: `No Job may run as it: ${objection}.` };
}
