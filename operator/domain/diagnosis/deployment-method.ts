import type { DeploymentInfo, Target } from '../../api/generated/types.ts';
import { controllerOf } from '../../api/resource.ts';
import { applicationOf } from '../execution/tracking-id.ts';
import { allSigns, annotationSign, customController, isBuiltIn, labelSign, marks } from './deployment-signs.ts';
import { targetOf, type ConditionedWorkload } from './seen.ts';

type Found = Pick<DeploymentInfo, 'method' | 'managedBy'> & { readonly confidence: number; readonly evidence: readonly string[] };
type Sign = (workload: ConditionedWorkload) => Found | undefined;

const mostEvidence = 10;
const longestSign = 512;
const longestManager = 400;

/**
 * The first that says something decides. The method names who would put back what we change: what a controller makes is its own whatever
 * was copied onto it, a chart that Argo CD or Flux renders is theirs, and what only looks as if a tool had made it is Unknown.
 */
const signs: readonly Sign[] = [
  twoKeepers,
  tracked,
  controlled,
  labelledByArgo,
  fluxRelease,
  fluxKustomization,
  released,
  installedByOlm,
  namedOperator,
  trackedElsewhere,
  unreadController,
  strangeOwner,
  untrackedArgo,
  unreleasedChart,
];

/**
 * How a workload was deployed, how sure that is (0.95 Argo CD's own mark to 0.5 Unknown), and every mark that was looked at, the decisive
 * first. An `application` that was found to list it among its resources is proof, whatever mark led there.
 */
export function deploymentOf(workload: ConditionedWorkload, application?: Pick<Target, 'namespace' | 'name'>): DeploymentInfo {
  const { method, managedBy, confidence, evidence } = (application && listed(workload, application)) ?? decisive(workload);
  const all = [...new Set([...evidence, ...allSigns(workload)].map((sign) => sign.slice(0, longestSign)))];
  return {
    target: targetOf(workload),
    method,
    ...(managedBy !== undefined && { managedBy: managedBy.slice(0, longestManager) }),
    confidence,
    evidence: all.slice(0, mostEvidence),
  };
}

/** Whether what manages a workload is the custom resource that controls it, as `Kind/name`: its operator can be asked to look at it. */
export function isCustomController(managedBy: string | undefined): managedBy is string {
  return managedBy?.split('/').length === 2;
}

function decisive(workload: ConditionedWorkload): Found {
  for (const sign of signs) {
    const found = sign(workload);
    if (found) return found;
  }
  return { method: 'Manual', confidence: 0.6, evidence: ['no sign of a tool that manages it'] };
}

function unknown(...evidence: readonly string[]): Found {
  return { method: 'Unknown', confidence: 0.5, evidence };
}

function byOperator(managedBy: string, ...evidence: readonly (string | undefined)[]): Found {
  return { method: 'Operator', managedBy, confidence: 0.8, evidence: evidence.flatMap((one) => one ?? []) };
}

/** Its tracking id says it as well, if it has one; another claim to it is not settled by the list. */
function listed(workload: ConditionedWorkload, { namespace, name }: Pick<Target, 'namespace' | 'name'>): Found {
  const evidence = [...(tracked(workload)?.evidence ?? []), `Application ${namespace}/${name} lists it among its resources`];
  return twoKeepers(workload) ?? { method: 'ArgoCD', managedBy: name, confidence: 0.95, evidence };
}

function twoKeepers(workload: ConditionedWorkload): Found | undefined {
  const [argo, flux] = [tracked(workload), fluxRelease(workload) ?? fluxKustomization(workload)];
  return argo && flux && unknown('both Argo CD and Flux say that it is theirs', ...argo.evidence, ...flux.evidence);
}

function tracked(workload: ConditionedWorkload): Found | undefined {
  const id = workload.metadata.annotations?.[marks.trackingId];
  if (!applicationOf(id, targetOf(workload))) return undefined;
  return { method: 'ArgoCD', managedBy: id?.split(':')[0], confidence: 0.95, evidence: [`annotation ${marks.trackingId}=${id}`] };
}

function controlled(workload: ConditionedWorkload): Found | undefined {
  const owner = customController(workload);
  return owner && byOperator(`${owner.kind}/${owner.name}`, `controller ${owner.kind}/${owner.name}`);
}

/** Argo CD's own label key; the usual one, which it can be told to use too, is set by every chart. */
function labelledByArgo(workload: ConditionedWorkload): Found | undefined {
  const sign = labelSign(workload, marks.argoInstance) ?? annotationSign(workload, marks.argoInstance);
  const { labels = {}, annotations = {} } = workload.metadata;
  const application = labels[marks.argoInstance] ?? annotations[marks.argoInstance];
  return sign && application ? { method: 'ArgoCD', managedBy: application, confidence: 0.9, evidence: [sign] } : undefined;
}

/** Flux upgrades the release again, so that it is Flux's more than Helm's. */
function fluxRelease(workload: ConditionedWorkload): Found | undefined {
  return flux(workload, 'HelmRelease', marks.fluxRelease);
}

function fluxKustomization(workload: ConditionedWorkload): Found | undefined {
  return flux(workload, 'Kustomization', marks.fluxKustomization);
}

function flux(workload: ConditionedWorkload, kind: string, prefix: string): Found | undefined {
  const { labels = {}, namespace = '' } = workload.metadata;
  const [name, where] = [labels[`${prefix}name`], labels[`${prefix}namespace`]];
  if (!name) return undefined;
  return byOperator(`${kind}/${where || namespace}/${name}`, labelSign(workload, `${prefix}name`));
}

function released(workload: ConditionedWorkload): Found | undefined {
  const { annotations = {}, namespace = '' } = workload.metadata;
  const release = annotations[marks.releaseName];
  if (!release) return undefined;
  const managedBy = `${annotations[marks.releaseNamespace] ?? namespace}/${release}`;
  return { method: 'Helm', managedBy, confidence: 0.9, evidence: [`annotation ${marks.releaseName}=${release}`] };
}

/** OLM owns what it installs without controlling it. */
function installedByOlm(workload: ConditionedWorkload): Found | undefined {
  const { labels = {}, namespace = '' } = workload.metadata;
  const owner = labels[marks.olmOwner];
  if (owner) {
    const kind = labels['olm.owner.kind'] ?? 'ClusterServiceVersion';
    return byOperator(`${kind}/${labels['olm.owner.namespace'] ?? namespace}/${owner}`, labelSign(workload, marks.olmOwner));
  }
  const key = Object.keys(labels).find((one) => one.startsWith(marks.olmPackage) && one.length > marks.olmPackage.length);
  return key === undefined ? undefined : byOperator(key.slice(marks.olmPackage.length), labelSign(workload, key));
}

function namedOperator(workload: ConditionedWorkload): Found | undefined {
  const manager = workload.metadata.labels?.[marks.managedBy];
  return manager?.endsWith('-operator') ? byOperator(manager, labelSign(workload, marks.managedBy)) : undefined;
}

/** A copied manifest carries the id of its original. */
function trackedElsewhere(workload: ConditionedWorkload): Found | undefined {
  const id = workload.metadata.annotations?.[marks.trackingId];
  if (!id) return undefined;
  const evidence = [`annotation ${marks.trackingId}=${id}`, 'it names another object, so it may be a copy'];
  return { method: 'ArgoCD', managedBy: id.split(':')[0], confidence: 0.6, evidence };
}

/** What was deployed is what stands above it, and that was not read. */
function unreadController(workload: ConditionedWorkload): Found | undefined {
  const owner = controllerOf(workload);
  if (!owner) return undefined;
  return unknown(`controller ${owner.kind}/${owner.name}`, 'what controls it could not be read');
}

function strangeOwner(workload: ConditionedWorkload): Found | undefined {
  const owner = workload.metadata.ownerReferences?.find((reference) => !isBuiltIn(reference));
  return owner && unknown(`owner ${owner.kind}/${owner.name}`, 'a custom resource owns it, but does not control it');
}

function untrackedArgo(workload: ConditionedWorkload): Found | undefined {
  const { annotations = {}, labels = {} } = workload.metadata;
  const isArgo = (key: string) => key.startsWith('argocd.argoproj.io/');
  const key = Object.keys(annotations).find(isArgo);
  const sign = key === undefined ? undefined : annotationSign(workload, key);
  const label = Object.keys(labels).find(isArgo);
  const found = sign ?? (label === undefined ? undefined : labelSign(workload, label));
  return found === undefined ? undefined : unknown(found, 'it was written for Argo CD, but nothing shows that an Application has it');
}

/** Helm marks what it installs; this was rendered from a chart and applied by somebody else, by Argo CD with the usual label perhaps. */
function unreleasedChart(workload: ConditionedWorkload): Found | undefined {
  const { labels = {} } = workload.metadata;
  const byHelm = labels[marks.managedBy] === 'Helm' ? labelSign(workload, marks.managedBy) : undefined;
  const sign = labelSign(workload, marks.chart) ?? byHelm;
  return sign === undefined ? undefined : unknown(sign, 'it was rendered from a chart, but it is of no Helm release');
}
