import { api, ApiError, type Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { freshName } from './process.ts';

const apiVersion = 'admissionregistration.k8s.io/v1';
const policies = `/apis/${apiVersion}/validatingadmissionpolicies`;
const bindings = `/apis/${apiVersion}/validatingadmissionpolicybindings`;

/**
 * True afterwards: the API server judges by no ValidatingAdmissionPolicy whose binding was deleted before; by itself it goes on for a second.
 * It hears of bindings in the order of their changes: once it judges by a new one, it knows that the others are gone.
 */
export async function untilPoliciesForgotten(cluster: Cluster): Promise<void> {
  const name = freshName('policies-forgotten');
  const resourceRules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }];
  const validations = [{ expression: `object.metadata.name != '${name}'` }];
  const spec = { matchConstraints: { resourceRules }, validations };
  await post(cluster, policies, { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata: { name }, spec });
  const bound = { policyName: name, validationActions: ['Deny'] };
  await post(cluster, bindings, { apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name }, spec: bound });
  await eventually(() => isRefused(cluster, name), { within: 60_000, describe: 'the API server judges by a new policy' });
  for (const path of [bindings, policies]) await api(cluster, { method: 'DELETE', path: `${path}/${name}` });
}

const post = (cluster: Cluster, path: string, body: object) => api(cluster, { method: 'POST', path, body });

async function isRefused(cluster: Cluster, name: string): Promise<boolean> {
  try {
    await post(cluster, '/api/v1/namespaces/default/configmaps?dryRun=All', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    return false;
  } catch (error) {
    if (error instanceof ApiError && error.message.includes(name)) return true;
    throw error;
  }
}
