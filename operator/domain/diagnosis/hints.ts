import { usualApiVersion } from '../../api/target.ts';
import type { AnomalySpec, Target } from '../../api/generated/types.ts';

const kindOfKey: Readonly<Record<string, string>> = {
  node: 'Node',
  machineconfigpool: 'MachineConfigPool',
  clusteroperator: 'ClusterOperator',
  deployment: 'Deployment',
  statefulset: 'StatefulSet',
  daemonset: 'DaemonSet',
  pod: 'Pod',
};
const namespaced: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Pod']);
const validName = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** Objects that the report's details name by kind, such as `node` or `namespace` with `pod`; what is no object name is left out. */
export function hintedTargets(details: AnomalySpec['details'], ownNamespace: string | undefined): Target[] {
  const given = new Map(Object.entries(details ?? {}).map(([key, value]) => [key.toLowerCase().replaceAll(/[^a-z]/g, ''), String(value)]));
  const namespace = given.get('namespace') ?? ownNamespace;
  return Object.entries(kindOfKey).flatMap(([key, kind]) => {
    const name = given.get(key);
    const apiVersion = usualApiVersion(kind);
    if (name === undefined || apiVersion === undefined || !validName.test(name) || name.length > 253) return [];
    if (!namespaced.has(kind)) return [{ apiVersion, kind, name }];
    return namespace !== undefined && validName.test(namespace) ? [{ apiVersion, kind, namespace, name }] : [];
  });
}
