import type { Layer } from '../../api/generated/types.ts';
import { sortLayers } from './layers.ts';

type Vocabulary = Readonly<Record<Layer, readonly string[]>>;

/** What these words say is not what the ones in them say by themselves. */
const misleading = / (node js|machine learning|virtual machine|node selector|node affinity|service account|service discovery) /g;

/** Words and phrases that speak of a layer. */
const vocabulary: Vocabulary = {
  infrastructure: phrases(
    'node, kubelet, machine, machineconfig, machineconfigpool, mco, mcc, mcd, os, kernel, hardware, firmware, bios, bare metal, baremetal',
    'hypervisor, boot image, reboot, drain, systemd, conntrack, ntp, clock, raid, bonding, disk, filesystem, inode, file descriptor, page fault',
    'system memory, container runtime, crio, containerd, runc, diskpressure, memorypressure, pidpressure',
    'memory pressure, pid pressure',
  ),
  platform: phrases(
    'operator, clusteroperator, clusterversion, cluster version, upgradeable, update available, control plane, apiserver, api server, kube api',
    'aggregated api, apiservice, etcd, scheduler, controller manager, kube proxy, sdn, ovn, cni, multus, dns, coredns, network, networking',
    'ingress, router, haproxy, storage, csi, storageclass, registry, oauth, authentication, service ca, admission webhook, marketplace',
    'overcommit, kube state metrics, prometheus, alertmanager, thanos, grafana, telemeter, monitoring, autoscaler, openshift service',
    'openshift component',
  ),
  application: phrases(
    'pod, container, crashloop, crash loop, crashloopbackoff, imagepullbackoff, image pull, oomkilled, deployment, statefulset, stateful set',
    'daemonset, daemon set, replicaset, replicas, application, app, service, latency, job, cronjob, cron job, hpa, pdb',
    'horizontalpodautoscaler, poddisruptionbudget, argo, argocd',
  ),
};

/** Words of the vocabulary that are said of applications too: databases have nodes, disks and schedulers of their own. */
const ambiguous: ReadonlySet<string> = new Set(
  phrases(
    'node, machine, os, drain, reboot, clock, disk, filesystem, inode, file descriptor, page fault, system memory, scheduler, network',
    'networking, dns, router, storage, registry, oauth, authentication, prometheus, alertmanager, grafana, monitoring, autoscaler',
    'memory pressure',
  ),
);

const isClear = (phrase: string): boolean => !ambiguous.has(phrase);
const unambiguous: Vocabulary = {
  infrastructure: vocabulary.infrastructure.filter(isClear),
  platform: vocabulary.platform.filter(isClear),
  application: vocabulary.application,
};

/** What speaks of a layer only where nothing else does. */
const faint: Vocabulary = {
  infrastructure: [],
  platform: phrases('cluster, kubernetes, alert, certificate, upgrade'),
  application: phrases('quota, namespace, workload, rollout'),
};

/** Layers that whole words of the texts speak of, lowest first; the last resort, used only when nothing else tells. */
export function layersFromWords(...texts: readonly (string | undefined)[]): Layer[] {
  const spoken = spokenIn(texts);
  const clear = layersIn(vocabulary, spoken);
  return clear.length > 0 ? clear : layersIn(faint, spoken);
}

/** The same of what an application says of itself: only words that nothing but a cluster has count. */
export function layersFromOwnWords(...texts: readonly (string | undefined)[]): Layer[] {
  return layersIn(unambiguous, spokenIn(texts));
}

function spokenIn(texts: readonly (string | undefined)[]): readonly string[] {
  return texts.flatMap((text) => (text === undefined ? [] : [plain(text), plain(splitNames(text))]));
}

function layersIn(words: Vocabulary, texts: readonly string[]): Layer[] {
  const layers: readonly Layer[] = ['infrastructure', 'platform', 'application'];
  return sortLayers(layers.filter((layer) => words[layer].some((phrase) => texts.some((text) => text.includes(phrase)))));
}

/** A name as it is written in one word, such as KubeNodeNotReady or KubeAPIDown, as the words that it is made of. */
function splitNames(text: string): string {
  return text.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
}

function phrases(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(', ').map(plain));
}

/** In lower case with one blank around each word, and each word in the singular. */
function plain(text: string): string {
  const words = text.toLowerCase().split(/[^a-z0-9]+/);
  return ` ${words.map(singular).join(' ')} `.replaceAll(misleading, ' ');
}

function singular(word: string): string {
  if (word.length < 4 || word.endsWith('ss')) return word;
  return word.replace(/ies$/, 'y').replace(/s$/, '');
}
