import { attempt, untilAnswered } from './attempt.ts';
import { api, type ApiRequest, type Cluster } from './cluster.ts';
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
  await refuseConfigMap(cluster, name);
  for (const path of [bindings, policies]) await api(cluster, { method: 'DELETE', path: `${path}/${name}` });
}

/** True afterwards: a policy of that name refuses any ConfigMap of that name. */
export async function refuseConfigMap(cluster: Cluster, name: string): Promise<void> {
  const post = (path: string, body: object) => api(cluster, { method: 'POST', path, body });
  const resourceRules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }];
  const validations = [{ expression: `object.metadata.name != '${name}'` }];
  const spec = { matchConstraints: { resourceRules }, validations };
  await post(policies, { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata: { name }, spec });
  const bound = { policyName: name, validationActions: ['Deny'] };
  await post(bindings, { apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name }, spec: bound });
  const describe = 'the API server judges by a new policy';
  await untilAnswered(cluster, dryRun(name), new RegExp(`'${name}'`), { within: 60_000, describe });
}

/** What a dry run of making that ConfigMap gives: `accepted`, or the code and the words of the refusal. */
export function tryConfigMap(cluster: Cluster, name: string): Promise<string> {
  return attempt(cluster, dryRun(name));
}

function dryRun(name: string): ApiRequest {
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
  return { method: 'POST', path: '/api/v1/namespaces/default/configmaps?dryRun=All', body };
}
