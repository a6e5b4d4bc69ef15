import { keys } from '../../operator/api/resource.ts';
import { api, type Cluster, type KubeObject } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl, waitForCrds } from '../harness/kubectl.ts';
import { applyStages } from '../harness/stages.ts';

/** A custom kind of the tests; its operator is played by the Stage widget-operator. */
export const widgetGroup = 'widgets.example.com';
const apiVersion = `${widgetGroup}/v1`;
const crd = `widgets.${widgetGroup}`;
const owners = 'test-widget-owners';

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** True afterwards: the API server serves the kind Widget. */
export async function installWidgets(cluster: Cluster): Promise<void> {
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: anything, status: anything } } };
  const version = { name: 'v1', served: true, storage: true, subresources: { status: {} }, schema };
  const names = { plural: 'widgets', singular: 'widget', kind: 'Widget' };
  const spec = { group: widgetGroup, scope: 'Namespaced', names, versions: [version] };
  await applyObjects(cluster, [{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: crd }, spec }]);
  await waitForCrds(cluster, [crd]);
}

/**
 * True afterwards: kwok plays the operator of widgets. It looks up a Stage's kind when a Stage changes, and no more, and what the API server
 * publishes of a new kind comes late: so the Stage is touched until a widget was seen to.
 */
export async function playWidgetOperator(cluster: Cluster): Promise<void> {
  await applyStages(cluster, ['widget-operator']);
  const probe = { namespace: 'default', name: 'probe' };
  const annotations = { [keys.token]: 'probe' };
  await applyObjects(cluster, [{ apiVersion, kind: 'Widget', metadata: { ...probe, annotations }, spec: {} }]);
  const isPlayed = async (): Promise<boolean> => {
    await kubectl(cluster, ['annotate', '--overwrite', 'stage', 'widget-operator', `touched=${Date.now()}`]);
    return (await getWidget(cluster, probe.namespace, probe.name)).status?.handled === 'probe';
  };
  await eventually(isPlayed, { within: 60_000, describe: 'the operator of widgets is played' });
  await kubectl(cluster, ['delete', '-n', probe.namespace, 'widget', probe.name]);
}

/** True afterwards: there is no kind Widget, and nobody has a right to it. */
export async function removeWidgets(cluster: Cluster): Promise<void> {
  await kubectl(cluster, ['delete', '--ignore-not-found', 'stage', 'widget-operator']);
  await kubectl(cluster, ['delete', '--ignore-not-found', 'clusterrole', owners]);
  await kubectl(cluster, ['delete', '--ignore-not-found', 'crd', crd]);
}

/** A Widget as the API server has it. */
export interface Widget extends KubeObject {
  readonly status?: { readonly handled?: string };
}

/** The Widget as it is now. */
export async function getWidget(cluster: Cluster, namespace: string, name: string): Promise<Widget> {
  return api<Widget>(cluster, { path: `/apis/${apiVersion}/namespaces/${namespace}/widgets/${name}` });
}

/** True afterwards: there is a Widget whose operator has not looked at it yet; one that is stuck it never looks at. Returns it. */
export async function createWidget(cluster: Cluster, namespace: string, name: string, stuck = false): Promise<Widget> {
  const metadata = { namespace, name, ...(stuck && { labels: { stuck: 'true' } }) };
  await applyObjects(cluster, [{ apiVersion, kind: 'Widget', metadata, spec: { size: 1 } }]);
  const conditions = [{ type: 'Ready', status: 'False', reason: 'Waiting' }];
  const path = `/apis/${apiVersion}/namespaces/${namespace}/widgets/${name}/status`;
  await api(cluster, { method: 'PATCH', path, body: { status: { observedGeneration: 0, conditions } } });
  return getWidget(cluster, namespace, name);
}

/** True afterwards: whoever installed the cluster has opted into these verbs on widgets for reconcile_owner. */
export async function optIntoWidgets(cluster: Cluster, verbs: readonly string[]): Promise<void> {
  const labels = { 'coordination.selfheal.dev/aggregate-to-engine': 'true' };
  const rules = [{ apiGroups: [widgetGroup], resources: ['widgets'], verbs }];
  await applyObjects(cluster, [
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: owners, labels }, rules },
  ]);
}
