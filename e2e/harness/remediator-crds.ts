import type { Cluster } from './cluster.ts';
import { applyObjects, waitForCrds } from './kubectl.ts';
import { removeCrds } from './remove-crds.ts';

interface Contract {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
}

const free = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;

function medik8s(group: string, kind: string): Contract[] {
  const names = [kind, `${kind}Template`];
  return names.map((name) => ({ group: `${group}.medik8s.io`, kind: name, plural: `${name.toLowerCase()}s` }));
}

/**
 * The kinds by which medik8s and metal3 are asked to reboot a node. Their Go modules carry no CRD or are served nowhere, so these are written
 * by hand: group, names, scope and the status subresource are theirs, the fields are open.
 */
const contracts: readonly Contract[] = [
  ...medik8s('self-node-remediation', 'SelfNodeRemediation'),
  ...medik8s('fence-agents-remediation', 'FenceAgentsRemediation'),
  ...medik8s('machine-deletion-remediation', 'MachineDeletionRemediation'),
  { group: 'metal3.io', kind: 'BareMetalHost', plural: 'baremetalhosts' },
];

const nameOf = ({ group, plural }: Contract): string => `${plural}.${group}`;

function crdOf(contract: Contract): object {
  const { group, kind, plural } = contract;
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: free, status: free } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: nameOf(contract) },
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      scope: 'Namespaced',
      versions: [{ name: 'v1alpha1', served: true, storage: true, schema, subresources: { status: {} } }],
    },
  };
}

/** True afterwards: the remediation kinds of medik8s, their templates and BareMetalHost are served; nobody acts on them. */
export async function applyRemediatorCrds(cluster: Cluster): Promise<void> {
  await applyObjects(cluster, contracts.map(crdOf));
  await waitForCrds(cluster, contracts.map(nameOf));
}

/** True afterwards: none of them is served. */
export async function removeRemediatorCrds(cluster: Cluster): Promise<void> {
  await removeCrds(cluster, contracts.map(nameOf));
}
