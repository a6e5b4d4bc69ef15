import { expect, test } from '@jest/globals';
import { schemaHash } from './api/generated/schema-hash.ts';
import { SchemaGate } from './schema-gate.ts';
import { FakeCluster } from './testing/fake-cluster.ts';

const names = ['anomalies', 'remediationplans', 'remediationactions', 'remediationpolicies'].map(
  (plural) => `${plural}.coordination.selfheal.dev`,
);
const crd = (name: string, hash: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name, annotations: { 'coordination.selfheal.dev/schema-hash': hash } },
});

test.each([
  { when: 'all four CRDs are those of this version', hashes: [schemaHash, schemaHash, schemaHash, schemaHash], objection: undefined },
  { when: 'one is of another version', hashes: [schemaHash, 'older', schemaHash], objection: 'SchemaTooOld: the CRD remediationplans' },
  { when: 'one is missing', hashes: [schemaHash, schemaHash], objection: 'remediationactions.coordination.selfheal.dev is not installed' },
])('the gate says $objection when $when', async ({ hashes, objection }) => {
  const gate = new SchemaGate();
  const cluster = new FakeCluster({ objects: hashes.map((hash, index) => crd(names[index] ?? '', hash)) });
  expect(await gate.look(cluster)).toBe(objection === undefined);
  if (objection === undefined) expect(gate.objection()).toBeUndefined();
  else expect(gate.objection()).toContain(objection);
});

test('the gate is shut before the CRDs were read', () => {
  expect(new SchemaGate().objection()).toBeDefined();
});
