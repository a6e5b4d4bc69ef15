import {
  alertmanagerSources,
  crdSource,
  defaultsSource,
  deploymentSource,
  networkPolicySource,
  policySource,
  serviceMonitorSource,
} from './changed-sources.ts';
import type { Source } from './template.ts';
import { isManifest, manifestsAt, type Tree } from './tree.ts';

/** What becomes templates as it is, with the value that asks for it; always without one. */
const asItIs: readonly (readonly [path: string, when?: string])[] = [
  ['config/rbac/service-accounts.yaml'],
  ['config/rbac/engine-role.yaml', '.Values.rbac.create'],
  ['config/rbac/jobs-role.yaml', '.Values.rbac.create'],
  ['config/rbac/namespace-roles.yaml', '.Values.rbac.create'],
  ['config/rbac/owners.yaml', '.Values.rbac.create'],
  ['config/people', '.Values.rbac.people'],
  ['config/verifier', '.Values.rbac.verifier'],
  ['config/admission', '.Values.admission.enabled'],
  ['config/manager/service.yaml'],
  ['config/manager/disruption-budget.yaml', '.Values.podDisruptionBudget.enabled'],
  ['config/manager/flow-schema.yaml', '.Values.flowSchema.enabled'],
  ['config/prometheus/prometheus-rule.yaml', '.Values.prometheus.enabled'],
  ['config/components/metrics-token/account.yaml', '.Values.metrics.token'],
];

/** What of config/ has no template, with the reason. */
export const leftOut: Readonly<Record<string, string>> = {
  'config/rbac/namespaces.yaml': 'the namespace of a release is there before its objects',
  'config/alertmanager/alertmanager.yaml': 'a part of a file of Alertmanager, no object',
  'config/alertmanager/prometheus-operator': 'belongs to the Alertmanager, in its namespace',
  'config/prometheus/rules': 'files of a Prometheus without its operator, no objects',
  'config/gitops': 'belongs to Argo CD or Flux, in their namespaces',
};

/** The name of the value for a folder of config/opt-in. */
export const optInValue = (folder: string): string => folder.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Every manifest that the chart has a template of. */
export function chartSources(tree: Tree): Source[] {
  const optIns = tree.list('config/opt-in').map((folder) => [`config/opt-in/${folder}`, `.Values.optIn.${optInValue(folder)}`] as const);
  const plain = [...asItIs, ...optIns].flatMap(([from, when]) =>
    manifestsAt(tree, from).map((path) => ({ path, text: tree.read(path), when })),
  );
  return [
    ...tree
      .list('crds')
      .filter(isManifest)
      .map((name) => crdSource(tree, `crds/${name}`)),
    ...plain.map((source) => withNodeJobImage(source, tree)),
    ...alertmanagerSources(tree),
    policySource(tree),
    defaultsSource(tree),
    networkPolicySource(tree),
    serviceMonitorSource(tree),
    deploymentSource(tree),
  ];
}

/** The fence names the image of privileged Jobs. */
function withNodeJobImage(source: Source, tree: Tree): Source {
  if (source.path !== 'config/admission/fence/node-jobs.yaml') return source;
  const image = /name: NODE_JOB_IMAGE\n +value: (\S+)/.exec(tree.read('config/manager/deployment.yaml'))?.[1] ?? '';
  return { ...source, edits: [[`'${image}'`, "'{{ .Values.nodeJobs.image }}'"]] };
}
