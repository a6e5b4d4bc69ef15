import { kindOf, schemaOf, type Crd } from '../schema/crd.ts';
import { descriptorsOf, wordsOfName } from './descriptors.ts';
import type { Container, Deployment, Manifest } from './manifest.ts';
import type { Partition, Permission } from './partition.ts';

/** What a bundle is made from besides the objects. */
export interface Release {
  readonly version: string;
  /** Where the engine's image is pulled from. */
  readonly image: string;
  /** ISO 8601, UTC: the time of the commit, so that the same commit makes the same bundle. */
  readonly createdAt: string;
  /** base64 of an SVG. */
  readonly icon: string;
  /** Markdown. */
  readonly description: string;
}

/** Name of the package; the ClusterServiceVersion is called by it and the version. */
export const packageName = 'coordination-engine';

/** The oldest Kubernetes with what the CRDs and policies use: selectableFields. */
export const minKubeVersion = '1.31.0';

const group = 'coordination.selfheal.dev';
const resource = (kind: string, name: string, version = 'v1alpha1') => ({ kind, name, version });

/** What each kind leads to, as a console lists it below an object: the next kind on the way down, and for a policy all that it holds. */
const leadsTo: Readonly<Record<string, readonly object[]>> = {
  Anomaly: [resource('RemediationPlan', `remediationplans.${group}`)],
  RemediationPlan: [resource('RemediationAction', `remediationactions.${group}`)],
  RemediationAction: [resource('Job', '', 'v1'), resource('Deployment', '', 'v1')],
  RemediationPolicy: [resource('RemediationAction', `remediationactions.${group}`)],
};

/** The ClusterServiceVersion: the engine as OLM installs and a console shows it. */
export function serviceVersion(
  { crds, parts, examples }: { crds: readonly Crd[]; parts: Partition; examples: readonly object[] },
  release: Release,
): Manifest {
  const { version } = release;
  const deployment = withImage(parts.deployment, release.image);
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'ClusterServiceVersion',
    metadata: {
      name: `${packageName}.v${version}`,
      namespace: 'placeholder',
      labels: Object.fromEntries(['os.linux', 'arch.amd64', 'arch.arm64'].map((name) => [`operatorframework.io/${name}`, 'supported'])),
      annotations: annotationsOf(parts.deployment, examples, release),
    },
    spec: {
      displayName: 'Coordination Engine',
      ...{ description: release.description, version, minKubeVersion, maturity: 'alpha' },
      icon: [{ base64data: release.icon, mediatype: 'image/svg+xml' }],
      keywords: ['remediation', 'self-healing', 'incident', 'rollback', 'drain'],
      // in the domain that is nobody's; whoever publishes the bundle names theirs
      maintainers: [{ name: 'Coordination engine maintainers', email: 'maintainers@coordination-engine.example' }],
      provider: { name: 'Coordination engine' },
      installModes: ['OwnNamespace', 'SingleNamespace', 'MultiNamespace', 'AllNamespaces'].map((type) => ({
        ...{ type, supported: type === 'AllNamespaces' },
      })),
      customresourcedefinitions: { owned: crds.map(ownedCrd) },
      install: {
        strategy: 'deployment',
        spec: {
          clusterPermissions: joined(parts.clusterPermissions),
          deployments: [{ name: deployment.metadata.name, label: deployment.metadata.labels, spec: deployment.spec }],
        },
      },
      relatedImages: imagesOf(deployment),
    },
  };
}

/** OLM reads one entry a ServiceAccount, with all of its rules. */
function joined(permissions: readonly Permission[]): object[] {
  const byAccount = Map.groupBy(permissions, ({ serviceAccountName }) => serviceAccountName);
  return Array.from(byAccount, ([serviceAccountName, all]) => ({ serviceAccountName, rules: all.flatMap(({ rules }) => rules) }));
}

function annotationsOf(
  { metadata: { namespace = '' } }: Deployment,
  examples: readonly object[],
  release: Release,
): Record<string, string> {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' };
  const home = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } };
  const features = ['disconnected', 'fips-compliant', 'proxy-aware', 'tls-profiles', 'cnf', 'cni', 'csi'];
  const tokens = ['aws', 'azure', 'gcp'].map((cloud) => `token-auth-${cloud}`);
  return {
    'alm-examples': JSON.stringify(examples, undefined, 2),
    capabilities: 'Seamless Upgrades',
    categories: 'Monitoring, OpenShift Optional',
    containerImage: release.image,
    createdAt: release.createdAt,
    description: 'Decides what may be done to a cluster, in which order, and undoes it when it did not help.',
    'olm.skipRange': `<${release.version}`,
    'operatorframework.io/suggested-namespace': namespace,
    'operatorframework.io/suggested-namespace-template': JSON.stringify(home),
    support: 'Coordination engine maintainers',
    ...Object.fromEntries([...features, ...tokens].map((name) => [`features.operators.openshift.io/${name}`, 'false'])),
  };
}

function ownedCrd(crd: Crd): object {
  const kind = kindOf(crd);
  const { names, group: ofGroup, versions } = crd.spec;
  return {
    ...{ name: `${names.plural}.${ofGroup}`, kind, version: versions[0].name, displayName: wordsOfName(kind) },
    description: schemaOf(crd).description,
    resources: leadsTo[kind] ?? [],
    specDescriptors: descriptorsOf(crd, 'spec'),
    statusDescriptors: descriptorsOf(crd, 'status'),
  };
}

function withImage(deployment: Deployment, image: string): Deployment {
  const { template } = deployment.spec;
  const containers = template.spec.containers.map((one) => ({ ...one, image }));
  return { ...deployment, spec: { ...deployment.spec, template: { ...template, spec: { ...template.spec, containers } } } };
}

/** The engine's image and those that it starts pods with, which a mirror has to hold as well. */
function imagesOf({ spec }: Deployment): object[] {
  const ofContainer = ({ name, image, env = [] }: Container) => [
    { name, image },
    ...env.filter((one) => one.name.endsWith('_IMAGE')).map(({ name: variable, value }) => ({ name: nameOf(variable), image: value })),
  ];
  return spec.template.spec.containers.flatMap(ofContainer);
}

/** `NODE_JOB_IMAGE` as `node-job`. */
const nameOf = (variable: string): string =>
  variable
    .replace(/_IMAGE$/, '')
    .toLowerCase()
    .replaceAll('_', '-');
