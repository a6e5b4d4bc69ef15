import { join } from 'node:path';

export interface Ports {
  readonly apiServer: number;
  readonly etcd: number;
  readonly etcdPeer: number;
}

export interface Layout {
  /** The guarded temporary folder of one control plane. */
  readonly dir: string;
  readonly ports: Ports;
  /** False leaves node conditions, taints and dead nodes to the test alone. */
  readonly nodeLifecycle: boolean;
}

/** The users' kubeconfigs, the tokens, keys and logs all lie in the control plane's folder under these names. */
export function pathsIn(dir: string) {
  return {
    adminKubeconfig: join(dir, 'admin.kubeconfig'),
    controllerManagerKubeconfig: join(dir, 'controller-manager.kubeconfig'),
    schedulerKubeconfig: join(dir, 'scheduler.kubeconfig'),
    kwokKubeconfig: join(dir, 'kwok.kubeconfig'),
    tokens: join(dir, 'tokens.csv'),
    serviceAccountKey: join(dir, 'service-account.key'),
    certificates: join(dir, 'certificates'),
    servingCertificate: join(dir, 'certificates', 'apiserver.crt'),
    auditLog: join(dir, 'audit.log'),
    connection: join(dir, 'connection.json'),
  };
}

/** etcd without fsync: the data are gone with the folder anyway. */
export function etcdArgs({ dir, ports }: Layout): string[] {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    `--data-dir=${join(dir, 'etcd')}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--log-level=warn',
  ];
}

/**
 * The API server as OpenShift sets it up where that matters here (ownerReferences need a right). Objects are stored as JSON and never
 * compacted, so that an observer can read every version of each from etcd itself.
 */
export function apiServerArgs({ dir, ports }: Layout): string[] {
  const paths = pathsIn(dir);
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--etcd-compaction-interval=0',
    '--storage-media-type=application/json',
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--secure-port=${ports.apiServer}`,
    `--cert-dir=${paths.certificates}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--authorization-mode=RBAC',
    '--enable-admission-plugins=OwnerReferencesPermissionEnforcement',
    '--allow-privileged=true',
    `--token-auth-file=${paths.tokens}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${paths.serviceAccountKey}`,
    `--service-account-signing-key-file=${paths.serviceAccountKey}`,
    `--audit-policy-file=${join(import.meta.dirname, 'audit-policy.yaml')}`,
    `--audit-log-path=${paths.auditLog}`,
    '--audit-log-mode=blocking-strict',
    '--audit-log-maxsize=4096',
    '--profiling=false',
  ];
}

export function controllerManagerArgs({ dir, nodeLifecycle }: Layout): string[] {
  const paths = pathsIn(dir);
  return [
    `--kubeconfig=${paths.controllerManagerKubeconfig}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${paths.serviceAccountKey}`,
    `--root-ca-file=${paths.servingCertificate}`,
    `--controllers=*${nodeLifecycle ? '' : ',-node-lifecycle-controller'}`,
    '--kube-api-qps=200',
    '--kube-api-burst=400',
  ];
}

export function schedulerArgs({ dir }: Layout): string[] {
  return [`--kubeconfig=${pathsIn(dir).schedulerKubeconfig}`, '--leader-elect=false', '--secure-port=0'];
}

/** kwok plays the kubelet of the nodes labelled type=kwok; a node without the label is a dead one: no Lease, its pods stay Pending. */
export function kwokArgs({ dir }: Pick<Layout, 'dir'>): string[] {
  return [
    `--kubeconfig=${pathsIn(dir).kwokKubeconfig}`,
    '--manage-all-nodes=false',
    '--manage-nodes-with-label-selector=type=kwok',
    '--enable-crds=Stage',
    '--node-lease-duration-seconds=40',
  ];
}
