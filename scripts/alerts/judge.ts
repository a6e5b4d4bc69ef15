import type { Playbook } from '../../operator/api/generated/playbook.ts';
import type { Anomaly, DeploymentInfo, Layer, Target } from '../../operator/api/generated/types.ts';
import { targetString } from '../../operator/api/target.ts';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { detailsOf } from '../../operator/domain/alerts/alert-details.ts';
import { layersFromReport, layerOfTarget } from '../../operator/domain/alerts/layers-from-report.ts';
import { isTakenAtItsWord, reported } from '../../operator/domain/alerts/reported-hits.ts';
import { targetsFromDetails } from '../../operator/domain/alerts/targets-from-details.ts';
import type { Diagnosis } from '../../operator/domain/diagnosis/diagnose.ts';
import { builtInDefaults } from '../../operator/domain/planning/defaults.ts';
import { planFor } from '../../operator/domain/planning/plan-for.ts';
import { builtInPlaybooks } from '../../operator/domain/playbooks/shipped.ts';
import type { Row } from './rows.ts';
import { shownState } from './shown-state.ts';

/** What the engine makes of an alert. */
export interface Judged {
  readonly row: Row;
  readonly layer: Layer;
  readonly target?: Target;
  /** The playbook and what it does; undefined when the engine only looks on. */
  readonly playbook?: string;
  /** Why nothing is done. */
  readonly reason?: string;
}

const looking: ReadonlySet<string> = new Set(['observe', 'predict', 'correlate']);

/** The alert as it would be reported, under the name that is given. */
export function anomalyOf({ labels, summary, description, runbook, expr }: Row, alert: string): Anomaly {
  const type = alert
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
  const texts = [summary, description].filter((text) => text !== undefined).join('\n');
  const given = Object.entries({ ...labels, alertname: alert }).map(([key, value]) => [key, String(value)] as const);
  const notes = Object.entries({ summary, description, runbook_url: runbook }).flatMap(([key, text]) =>
    text ? [[key, text] as const] : [],
  );
  const details = detailsOf({
    fingerprint: '0123456789abcdef',
    status: 'firing',
    labels: Object.fromEntries(given),
    annotations: Object.fromEntries(notes),
    startsAt: new Date('2026-01-01T00:00:00Z'),
    ...(expr !== undefined && { generatorURL: `http://prometheus/graph?g0.expr=${encodeURIComponent(expr)}&g0.tab=1` }),
  });
  return {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'Anomaly',
    metadata: {
      name: 'anom-1',
      namespace: usualNamespace,
      uid: 'anom-1',
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: { type, severity: 'high', source: 'deterministic', mode: 'Automatic', description: texts, details },
  };
}

/** What the engine makes of it while what it says is so, and the object that it is about is there. */
export function judge(row: Row, alert = row.alert): Judged {
  const anomaly = anomalyOf(row, alert);
  const [target] = targetsFromDetails(anomaly.spec.details, 'shop');
  const { layers } = layersFromReport(anomaly.spec);
  const layer = layers[0] ?? 'application';
  const found: Judged = { row, layer, target };
  if (target === undefined) return { ...found, reason: 'it names no object' };
  const words = wordsFor(row, anomaly, builtInPlaybooks);
  if (words.length === 0) return { ...found, reason: `nothing that is kept of ${targetString(target)} shows it` };
  const { steps } = planFor(diagnosisOf(target, layer, { row, words }), anomaly, builtInDefaults);
  const doing = steps.filter(({ action }) => !looking.has(action.operation));
  if (doing.length === 0) return { ...found, reason: steps[0]?.description ?? 'nothing is known that would help' };
  return { ...found, playbook: doing.map(({ playbook, action }) => `${playbook} (${action.operation})`).join(', ') };
}

function wordsFor({ expr, summary, description }: Row, { spec }: Anomaly, playbooks: readonly Playbook[]): readonly string[] {
  const words = shownState(expr, summary, description);
  return words.length > 0 || !isTakenAtItsWord(spec, playbooks) ? words : [reported];
}

interface Shown {
  readonly row: Row;
  readonly words: readonly string[];
}

/** What is hit is what the alert leads to where that shows it, and else what it names. */
function diagnosisOf(subject: Target, layer: Layer, { row, words }: Shown): Diagnosis {
  const behind = madeBy(subject, row);
  const target = words.includes(reported) && subject.kind !== 'Pod' ? subject : behind;
  const deployment = deploymentOf(target);
  return {
    affectedLayers: [layer],
    impactedResources: [{ layer: layerOfTarget(target), target, state: words.join(', ') }],
    rootCause: { layer, target, evidence: [] },
    dependencies: target === behind ? [] : [{ from: targetString(target), to: targetString(behind), via: 'endpoints' }],
    deployments: deployment ? [deployment] : [],
  };
}

const workloads: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
/** What the Prometheus operator makes of its custom resources. */
const ofMonitoring = /^(prometheus|alertmanager|thanos-ruler)-(?!operator)/;

/** The sidecar of all that it makes. */
const ofReloader = /\breloader_/;
/** Static pods belong to their node. */
const ofNode = /^(kube-(apiserver|scheduler|controller-manager)|etcd)$/;
/** What leads to a workload, as far as the engine reads it: what made a pod, what is behind a Service, what is scaled or kept available. */
const leading: ReadonlySet<string> = new Set(['Pod', 'Service', 'HorizontalPodAutoscaler', 'PodDisruptionBudget']);

function madeBy(subject: Target, { labels, expr = '' }: Row): Target {
  if (!leading.has(subject.kind)) return subject;
  const job = String(labels['job'] ?? (ofReloader.test(expr) ? 'prometheus-k8s' : 'web'));
  if (ofNode.test(job)) return { apiVersion: 'v1', kind: 'Node', name: 'worker-1' };
  const name = /^(kube-state-metrics|kubelet)$/.test(job) || !/^[a-z0-9-]+$/.test(job) ? 'web' : job;
  const kind = ofMonitoring.test(name) ? 'StatefulSet' : 'Deployment';
  return { apiVersion: 'apps/v1', kind, namespace: subject.namespace, name };
}

/** Made by hand, and changed once, unless an operator makes it. */
function deploymentOf(target: Target): DeploymentInfo | undefined {
  if (!workloads.has(target.kind)) return undefined;
  const isMade = ofMonitoring.test(target.name);
  const deployed = { target, confidence: 1, replicas: 2, revision: 2 };
  return isMade ? { ...deployed, method: 'Operator', managedBy: 'Prometheus/k8s' } : { ...deployed, method: 'Manual' };
}
