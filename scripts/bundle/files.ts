import { stringify } from 'yaml';
import type { Crd } from '../schema/crd.ts';
import type { Manifest } from './manifest.ts';
import { divide } from './partition.ts';
import { packageName, serviceVersion, type Release } from './service-version.ts';

/** What a bundle is made of: the rendered config/default, the CRDs and one example of each kind. */
export interface BundleSources {
  readonly objects: readonly Manifest[];
  readonly crds: readonly Crd[];
  readonly examples: readonly object[];
  /** Image with the tests of operator-sdk's scorecard. */
  readonly scorecardImage: string;
}

const channel = 'alpha';
const prefix = 'operators.operatorframework.io';

const labels = {
  [`${prefix}.bundle.mediatype.v1`]: 'registry+v1',
  [`${prefix}.bundle.manifests.v1`]: 'manifests/',
  [`${prefix}.bundle.metadata.v1`]: 'metadata/',
  [`${prefix}.bundle.package.v1`]: packageName,
  [`${prefix}.bundle.channels.v1`]: channel,
  [`${prefix}.bundle.channel.default.v1`]: channel,
};
const scorecardLabels = {
  [`${prefix}.test.mediatype.v1`]: 'scorecard+v1',
  [`${prefix}.test.config.v1`]: 'tests/scorecard/',
};

/** Text of every file of the bundle's folder by its path; after-install.yaml and the Dockerfile stand beside what goes into the bundle's image. */
export function bundleFiles(sources: BundleSources, release: Release): Map<string, string> {
  const parts = divide(sources.objects);
  const version = serviceVersion({ ...sources, parts }, release);
  const manifests = [...parts.crds, ...parts.manifests.map(withoutNamespace)];
  return new Map([
    [`manifests/${packageName}.clusterserviceversion.yaml`, yaml(version)],
    ...manifests.map((manifest) => [`manifests/${fileOf(manifest)}`, yaml(manifest)] as const),
    ['metadata/annotations.yaml', yaml({ annotations: { ...labels, ...scorecardLabels, 'com.redhat.openshift.versions': 'v4.18' } })],
    ['tests/scorecard/config.yaml', yaml(scorecard(sources.scorecardImage))],
    ['after-install.yaml', parts.companion.map(yaml).join('---\n')],
    ['Dockerfile', dockerfile()],
  ]);
}

/** OLM puts what a bundle holds into the namespace that it installs into. */
function withoutNamespace(manifest: Manifest): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, namespace: undefined } };
}

/** As operator-sdk names them: CRDs by group and plural, others by name, kind and group. */
function fileOf({ apiVersion, kind, metadata: { name } }: Manifest): string {
  if (kind === 'CustomResourceDefinition') return `${name.slice(name.indexOf('.') + 1)}_${name.slice(0, name.indexOf('.'))}.yaml`;
  const [version = '', group = 'core'] = apiVersion.split('/').toReversed();
  return `${name}_${group}_${version}_${kind.toLowerCase()}.yaml`;
}

const yaml = (value: object): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, keepUndefined: false });

function scorecard(image: string): object {
  const test = (suite: string, name: string) => ({ entrypoint: ['scorecard-test', name], image, labels: { suite, test: `${name}-test` } });
  const olm = [
    'olm-bundle-validation',
    'olm-crds-have-validation',
    'olm-crds-have-resources',
    'olm-spec-descriptors',
    'olm-status-descriptors',
  ];
  return {
    apiVersion: 'scorecard.operatorframework.io/v1alpha3',
    kind: 'Configuration',
    metadata: { name: 'config' },
    stages: [{ parallel: true, tests: [test('basic', 'basic-check-spec'), ...olm.map((name) => test('olm', name))] }],
  };
}

function dockerfile(): string {
  const all = Object.entries({ ...labels, ...scorecardLabels }).map(([key, value]) => `LABEL ${key}=${value}`);
  const folders = ['manifests', 'metadata', 'tests/scorecard'].map((folder) => `COPY ${folder} /${folder}/`);
  return ['FROM scratch', ...all, ...folders, ''].join('\n');
}
