import { describe, expect, test } from '@jest/globals';
import type { Manifest } from './manifest.ts';
import { divide } from './partition.ts';

const home = 'home';
const rbac = 'rbac.authorization.k8s.io/v1';
const made = (kind: string, name: string, namespace?: string, rest: object = {}): Manifest => ({
  apiVersion: /Role/.test(kind) ? rbac : 'v1',
  kind,
  metadata: { name, ...(namespace !== undefined && { namespace }) },
  ...rest,
});
const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
const role = (name: string, namespace?: string, rest: object = {}) =>
  made(namespace === undefined ? 'ClusterRole' : 'Role', name, namespace, { rules, ...rest });
const bound = (name: string, to: string, namespace?: string, subjectsHome = home) =>
  made(namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding', name, namespace, {
    roleRef: { kind: namespace === undefined ? 'ClusterRole' : 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name: to, namespace: subjectsHome }],
  });
const deployment = made('Deployment', 'engine', home, { spec: { template: { spec: { serviceAccountName: 'engine', containers: [] } } } });
const names = (objects: readonly Manifest[]) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('an installation is divided among OLM, the bundle and an administrator', () => {
  test.each([
    { what: 'a role that the engine is bound to', objects: [role('a'), bound('a', 'engine')], by: 'clusterPermissions' },
    { what: 'one in its own namespace', objects: [role('a', home), bound('a', 'engine', home)], by: 'manifests' },
    { what: 'one in another namespace', objects: [role('a', 'far'), bound('a', 'engine', 'far')], by: 'companion' },
    { what: 'one of somebody else', objects: [role('a'), bound('a', 'other')], by: 'manifests' },
    { what: 'one of the same name elsewhere', objects: [role('a'), bound('a', 'engine', undefined, 'far')], by: 'manifests' },
    {
      what: 'one that others add rules to',
      objects: [role('a', undefined, { aggregationRule: {} }), bound('a', 'engine')],
      by: 'manifests',
    },
    { what: 'a role that nobody is bound to', objects: [role('a')], by: 'manifests' },
    { what: 'a binding to a role that is not there', objects: [bound('a', 'engine')], by: 'manifests' },
    { what: 'its ServiceAccount', objects: [made('ServiceAccount', 'engine', home)], by: 'nobody' },
    { what: 'the namespace that it goes to', objects: [made('Namespace', home)], by: 'nobody' },
    { what: 'another namespace', objects: [made('Namespace', 'far')], by: 'companion' },
    { what: 'a Service', objects: [made('Service', 'a', home)], by: 'manifests' },
    { what: 'a Service elsewhere', objects: [made('Service', 'a', 'far')], by: 'companion' },
    { what: 'a kind that no bundle holds', objects: [made('FlowSchema', 'a')], by: 'companion' },
    { what: 'a CRD', objects: [made('CustomResourceDefinition', 'a')], by: 'crds' },
  ] as const)('$what goes to $by', ({ objects, by }) => {
    const { clusterPermissions, crds, manifests, companion } = divide([deployment, ...objects]);
    const granted = { clusterPermissions };
    const objectsBy = { crds, manifests, companion };
    const given = Object.entries(granted).filter(([, list]) => list.length > 0);
    const placed = Object.entries(objectsBy).filter(([, list]) => list.length > 0);
    expect([...given, ...placed].map(([name]) => name)).toEqual(by === 'nobody' ? [] : [by]);
    for (const [, list] of given) expect(list).toEqual([{ role: 'a', serviceAccountName: 'engine', rules }]);
    for (const [, list] of placed) expect(names(list)).toEqual(names(objects));
  });

  test.each([
    { where: 'in the cluster', namespace: undefined, kind: 'ClusterRoleBinding' },
    { where: 'in one namespace', namespace: home, kind: 'RoleBinding' },
  ])('a ClusterRole that another is bound to $where stays a role, since OLM would give it to one alone', ({ namespace, kind }) => {
    const { clusterPermissions, manifests } = divide([
      deployment,
      role('a'),
      bound('a', 'engine'),
      { ...bound('a', 'other'), kind, metadata: { name: 'b', ...(namespace !== undefined && { namespace }) } },
    ]);
    expect(clusterPermissions).toEqual([]);
    expect(names(manifests)).toEqual(['ClusterRole a', 'ClusterRoleBinding a', `${kind} b`]);
  });

  test.each([{ deployments: [] }, { deployments: [deployment, deployment] }])(
    '$deployments.length Deployments are refused',
    ({ deployments }) => {
      expect(() => divide(deployments)).toThrow('a bundle has one Deployment');
    },
  );
});
