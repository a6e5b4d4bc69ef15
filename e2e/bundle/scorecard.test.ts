import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { isBundled } from '../../scripts/bundle/partition.ts';
import { makeBundle } from '../../scripts/bundle/make-bundle.ts';
import { readBundle, type Bundle } from './read-bundle.ts';

/**
 * What operator-sdk's scorecard and its `bundle validate` ask of a bundle. Neither program is to be had from the registries that this project uses, so
 * their rules are written out here.
 */
const image = 'registry.example/coordination-engine:0.1.0';
let files: ReadonlyMap<string, string>;
let bundle: Bundle;
beforeAll(async () => {
  files = await makeBundle({ engine: image });
  bundle = readBundle(files);
});

const owned = () => bundle.version.spec.customresourcedefinitions.owned;
const kinds = ['Anomaly', 'RemediationAction', 'RemediationPlan', 'RemediationPolicy'] as const;
const crdOf = (kind: string) => bundle.crds.find(({ spec }) => spec.names.kind === kind);
const ownedOf = (kind: string) => owned().find((one) => one.kind === kind);
const schemaOf = (kind: string) => crdOf(kind)?.spec.versions[0].schema.openAPIV3Schema;
const fieldsOf = (kind: string, part: 'spec' | 'status') => Object.keys(schemaOf(kind)?.properties?.[part]?.properties ?? {});

test('the bundle is the same whenever and however often it is made from one commit', async () => {
  expect([...(await makeBundle({ engine: image }))]).toEqual([...files]);
  expect(bundle.version.metadata.annotations['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
});

describe('bundle validation', () => {
  test('the folders are those of the format, with one ClusterServiceVersion that is named by package and version', () => {
    const folders = new Set([...files.keys()].map((path) => path.split('/').slice(0, -1).join('/')));
    expect([...folders].toSorted()).toEqual(['', 'manifests', 'metadata', 'tests/scorecard']);
    const { metadata, spec } = bundle.version;
    expect(metadata.name).toBe(`coordination-engine.v${spec.version}`);
    expect(spec.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(spec.minKubeVersion).toMatch(/^\d+\.\d+\.\d+$/);
    expect(spec.icon).toHaveLength(1);
    expect(Buffer.from(spec.icon[0]?.base64data ?? '', 'base64').toString()).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  test('annotations and the labels of its image say the same, and the default channel is one of its channels', () => {
    const prefix = 'operators.operatorframework.io.bundle';
    expect(bundle.annotations).toMatchObject({
      [`${prefix}.mediatype.v1`]: 'registry+v1',
      [`${prefix}.manifests.v1`]: 'manifests/',
      [`${prefix}.metadata.v1`]: 'metadata/',
      [`${prefix}.package.v1`]: 'coordination-engine',
    });
    const channels = bundle.annotations[`${prefix}.channels.v1`]?.split(',');
    expect(channels).toContain(bundle.annotations[`${prefix}.channel.default.v1`]);
    const dockerfile = files.get('Dockerfile') ?? '';
    const labels = dockerfile.matchAll(/^LABEL (operators\S+)=(\S+)$/gm).map(([, key = '', value]) => [key, value] as const);
    const said = Object.entries(bundle.annotations).filter(([key]) => key.startsWith('operators.'));
    expect(Object.fromEntries(labels)).toEqual(Object.fromEntries(said));
  });

  test('the kinds that it owns are those of its CRDs, by name and version', () => {
    const names = bundle.crds.map(({ metadata, spec }) => `${metadata.name} ${spec.names.kind} ${spec.versions[0].name}`);
    expect(owned().map(({ name, kind, version }) => `${name} ${kind} ${version}`)).toEqual(names);
  });

  test('no object is of a kind that OLM takes from no bundle, and none names a namespace', () => {
    expect(bundle.others.filter(({ kind }) => !isBundled(kind))).toEqual([]);
    expect(bundle.others.filter(({ metadata }) => metadata.namespace !== undefined)).toEqual([]);
  });

  test('it watches all namespaces and nothing less, since nodes belong to none', () => {
    expect(bundle.version.spec.installModes.filter(({ supported }) => supported)).toEqual([{ type: 'AllNamespaces', supported: true }]);
    expect(bundle.version.spec.installModes).toHaveLength(4);
  });

  test('the ServiceAccount of its Deployment asks for rights in the cluster, for none that OLM would lift to it, and every image is listed for mirrors', () => {
    const { install, relatedImages } = bundle.version.spec;
    const accounts = install.spec.deployments.map(({ spec }) => spec.template.spec.serviceAccountName);
    expect(install.spec.clusterPermissions.map(({ serviceAccountName }) => serviceAccountName)).toEqual(accounts);
    expect(install.spec.permissions).toBeUndefined();
    expect(relatedImages).toContainEqual({ name: 'coordination-engine', image });
    const text = JSON.stringify(install.spec.deployments);
    for (const related of relatedImages) expect(text).toContain(related.image);
    expect(bundle.version.metadata.annotations['containerImage']).toBe(image);
  });

  test('it fits into the ConfigMap that OLM unpacks it into, and each CRD into what kubectl apply remembers of it', () => {
    const size = [...files].filter(([path]) => path.startsWith('manifests/')).reduce((sum, [, text]) => sum + gzipSync(text).length, 0);
    expect(size).toBeLessThan(1_048_576);
    for (const crd of bundle.crds) expect(JSON.stringify(crd).length).toBeLessThan(262_144);
  });

  test('the annotations that are JSON can be read', () => {
    const template = JSON.parse(
      bundle.version.metadata.annotations['operatorframework.io/suggested-namespace-template'] ?? '',
    ) as Bundle['others'][number];
    expect(template.metadata.name).toBe(bundle.version.metadata.annotations['operatorframework.io/suggested-namespace']);
    expect(bundle.examples.map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe.each(kinds)('scorecard, for %s', (kind) => {
  const example = () => bundle.examples.find((one) => one.kind === kind);

  test('basic-check-spec: its example has a spec', () => {
    expect(example()).toMatchObject({ spec: expect.any(Object) });
  });

  test('olm-crds-have-validation: its schema describes every field of the example', () => {
    const known = fieldsOf(kind, 'spec');
    expect(known).not.toEqual([]);
    expect(fieldsOf(kind, 'status')).not.toEqual([]);
    expect(Object.keys(example()?.['spec'] ?? {}).filter((field) => !known.includes(field))).toEqual([]);
  });

  test('olm-crds-have-resources: it names what its objects lead to', () => {
    expect(ownedOf(kind)?.resources).not.toEqual([]);
    for (const resource of ownedOf(kind)?.resources ?? [])
      expect(resource).toMatchObject({ kind: expect.any(String), version: expect.any(String) });
  });

  test.each([
    { rule: 'olm-spec-descriptors', part: 'spec', descriptors: 'specDescriptors' },
    { rule: 'olm-status-descriptors', part: 'status', descriptors: 'statusDescriptors' },
  ] as const)('$rule: every field of the $part is described, and none that is not there', ({ part, descriptors }) => {
    const described = ownedOf(kind)?.[descriptors] ?? [];
    expect(
      described
        .map(({ path }) => path)
        .filter((path) => !path.includes('.'))
        .toSorted(),
    ).toEqual(fieldsOf(kind, part).toSorted());
    for (const { displayName, description } of described) expect([displayName, description]).not.toContain('');
  });
});

test('the configuration of the scorecard runs those rules and no other', () => {
  const { stages } = parse(files.get('tests/scorecard/config.yaml') ?? '') as { stages: { tests: { entrypoint: string[] }[] }[] };
  expect(stages.flatMap(({ tests }) => tests.map(({ entrypoint }) => entrypoint[1]))).toEqual([
    'basic-check-spec',
    'olm-bundle-validation',
    'olm-crds-have-validation',
    'olm-crds-have-resources',
    'olm-spec-descriptors',
    'olm-status-descriptors',
  ]);
});
