import { settingsTable } from '../../operator/settings-table.ts';
import { optInValue } from './sources.ts';
import { type JsonSchema, schemaOfSetting, valueSettings } from './setting-schemas.ts';
import type { Tree } from './tree.ts';

/** One value of the chart. */
export interface ValueRow {
  /** Where it is in values.yaml, with dots. */
  readonly path: string;
  readonly default: unknown;
  readonly schema: JsonSchema;
  readonly meaning: string;
}

/** What else the table is made from. */
export interface Given {
  readonly tree: Tree;
  /** The names of the sizes. */
  readonly sizes: readonly string[];
  /** Of the spec of a RemediationPolicy. */
  readonly policySpec: JsonSchema;
}

const row = (path: string, fallback: unknown, schema: JsonSchema, meaning: string): ValueRow => ({
  path,
  default: fallback,
  schema,
  meaning,
});
const flag = (path: string, on: boolean, meaning: string): ValueRow => row(path, on, { type: 'boolean' }, meaning);
const list = (path: string, meaning: string): ValueRow => row(path, [], { type: 'array', items: { type: 'object' } }, meaning);
const map = (path: string, meaning: string): ValueRow => row(path, {}, { type: 'object' }, meaning);
const texts = (path: string, meaning: string): ValueRow =>
  row(path, {}, { type: 'object', additionalProperties: { type: 'string' } }, meaning);
const text = (path: string, fallback: string, pattern: string, meaning: string): ValueRow =>
  row(path, fallback, { type: 'string', pattern }, meaning);

const imageName = '^[a-z0-9][A-Za-z0-9_./:@-]{0,254}$';
const objectName = '^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$';

function managerRows(sizes: readonly string[]): ValueRow[] {
  return [
    row(
      'size',
      'default',
      { type: 'string', enum: sizes },
      'How large the cluster is: small under 50 nodes, medium to 200, large beyond; sets replicas, resources, the heap and MAX_ACTIVE_ACTIONS.',
    ),
    row('manager.replicas', null, { type: ['integer', 'null'], minimum: 1, maximum: 9 }, 'How many replicas; as the size says when null.'),
    text('manager.image.repository', 'coordination-engine', imageName, 'Image of the engine, without tag.'),
    text('manager.image.tag', '', '^[A-Za-z0-9_.-]{0,128}$', 'Its tag; the appVersion of the chart when empty.'),
    text('manager.image.digest', '', '^(sha256:[a-f0-9]{64})?$', 'Its digest, in place of the tag.'),
    row('manager.image.pullPolicy', 'IfNotPresent', { type: 'string', enum: ['Always', 'IfNotPresent', 'Never'] }, 'When it is pulled.'),
    list('manager.imagePullSecrets', 'Secrets to pull it with, as {name}.'),
    map(
      'manager.resources',
      'Requests and limits in place of those of the size. NODE_OPTIONS in settings.NODE_OPTIONS should follow a changed memory limit.',
    ),
    texts('manager.nodeSelector', 'Labels of the nodes to run on.'),
    list('manager.tolerations', 'Taints to put up with.'),
    map('manager.affinity', 'In place of the usual one, which prefers a node of its own for each replica.'),
    list('manager.topologySpreadConstraints', 'In place of the usual one, which spreads replicas over zones.'),
    text('manager.priorityClassName', '', '^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?$', 'Priority class of the pods.'),
    texts('manager.podLabels', 'More labels of the pods.'),
    texts('manager.podAnnotations', 'More annotations of the pods.'),
    list('manager.env', 'More variables of the container; those that the engine knows belong to settings.'),
    list('manager.volumes', 'More volumes of the pods, for tokens and certificates of other servers.'),
    list('manager.volumeMounts', 'Where the container has them.'),
  ];
}

function engineRows({ policySpec }: Given): ValueRow[] {
  const properties = Object.fromEntries(valueSettings.map((one) => [one.variable, schemaOfSetting(one)]));
  const node = { NODE_OPTIONS: { type: 'string', description: 'Flags of Node.js.' } };
  return [
    row(
      'settings',
      {},
      { type: 'object', additionalProperties: false, properties: { ...properties, ...node } },
      'Settings of the engine, by the names of docs/reference/settings.md.',
    ),
    map('defaults', 'Waits, limits and timeouts that differ from docs/reference/defaults.md.'),
    flag('policy.create', true, 'The RemediationPolicy named cluster; it stays when the release goes.'),
    row(
      'policy.spec',
      {},
      policySpec,
      'What it says, as docs/reference/remediationpolicies.md has it. Left empty, an upgrade takes back nothing that somebody decided.',
    ),
  ];
}

function rightsRows({ tree }: Given): ValueRow[] {
  const optIns = tree.list('config/opt-in').map((folder) => {
    const comment = /^(?:#.*\n)+/.exec(tree.read(`config/opt-in/${folder}/kustomization.yaml`))?.[0] ?? '';
    const sentences = comment.replaceAll(/^# ?/gm, '').split(/^ .*$/m)[0] ?? '';
    return flag(`optIn.${optInValue(folder)}`, false, sentences.trim().replaceAll(/\s+/g, ' '));
  });
  return [
    flag('rbac.create', true, 'Roles of the engine, without dangerous powers.'),
    flag(
      'rbac.people',
      true,
      'Roles for people: remediation-viewer, -requester, -approver and more; the first two are part of view, edit and admin.',
    ),
    flag('rbac.verifier', false, 'The role coordination-engine-verifier for an outside verifier.'),
    ...optIns,
    text(
      'nodeJobs.image',
      settingsTable.nodeJobImage.default,
      imageName,
      'Image with chroot in it for the privileged Jobs of optIn.nodeJobs; the fence around the engine allows no other.',
    ),
  ];
}

const surroundingRows: readonly ValueRow[] = [
  flag('crd.enabled', true, 'The kinds of the engine; without them they have to be there already.'),
  flag('crd.keep', true, 'They stay when the release goes, and with them every object.'),
  flag('admission.enabled', true, 'The admission policies: who may ask and approve, and the fence around the engine.'),
  flag('flowSchema.enabled', true, 'Has the API server serve renewals of the Lease before other requests.'),
  flag('podDisruptionBudget.enabled', true, 'One replica at a time is evicted.'),
  flag('networkPolicy.enabled', true, 'Only the ports that the engine serves are reached.'),
  flag(
    'networkPolicy.restricted',
    false,
    'Metrics only for namespaces labelled metrics: enabled, and the engine reaches DNS and the API server alone.',
  ),
  list('networkPolicy.egress', 'More that it reaches when restricted: rules of a NetworkPolicy, for PROMETHEUS_URL and the like.'),
  flag('tls.enabled', false, 'Port 8080 speaks https.'),
  text(
    'tls.secretName',
    'coordination-engine-tls',
    objectName,
    'Secret of type kubernetes.io/tls for that; a renewed one is taken without a restart.',
  ),
  flag('metrics.token', false, 'Metrics for nobody without a token (METRICS_AUTH=token), and an account that may have them.'),
  flag('prometheus.enabled', false, 'A ServiceMonitor and a PrometheusRule; the Prometheus operator has to be there.'),
  map(
    'prometheus.tlsConfig',
    'Who signed the certificate, as tlsConfig of the ServiceMonitor; where metrics.token and tls.enabled are set.',
  ),
  flag('alertmanager.enabled', false, 'Account, token and role for an Alertmanager that reports here.'),
];

/** Every value of the chart, in the order of values.yaml. */
export function valueRows(given: Given): ValueRow[] {
  return [...managerRows(given.sizes), ...engineRows(given), ...rightsRows(given), ...surroundingRows];
}
