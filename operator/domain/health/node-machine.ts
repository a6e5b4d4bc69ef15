/** Where Machine API (OpenShift) writes on a node which Machine carries it, as `namespace/name`. */
export const openshiftMachine = 'machine.openshift.io/machine';
/** Where Cluster API writes the name of the Machine. */
export const clusterApiMachine = 'cluster.x-k8s.io/machine';
const clusterApiNamespace = 'cluster.x-k8s.io/cluster-namespace';

/** A Machine as a node names it. */
export interface NamedMachine {
  readonly namespace: string;
  readonly name: string;
}

interface Annotated {
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The Machine of Machine API that the node's metadata names; undefined when it names none, or only a part of one. */
export function openshiftMachineOf({ annotations = {} }: Annotated): NamedMachine | undefined {
  const [namespace, name] = annotations[openshiftMachine]?.split('/') ?? [];
  return named(namespace, name);
}

/** The Machine of Cluster API that the node's metadata names; undefined when it names none, or only a part of one. */
export function clusterApiMachineOf({ annotations = {} }: Annotated): NamedMachine | undefined {
  return named(annotations[clusterApiNamespace], annotations[clusterApiMachine]);
}

/** Whoever may write the node may leave either empty, which is no name to ask for. */
function named(namespace: string | undefined, name: string | undefined): NamedMachine | undefined {
  return namespace && name ? { namespace, name } : undefined;
}
