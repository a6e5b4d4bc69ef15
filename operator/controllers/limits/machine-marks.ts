import { clusterApiMachineOf } from '../../domain/health/node-machine.ts';
import type { Marked } from '../../domain/limits/node-work.ts';
import { isKindNotInstalled, unless } from '../../kube/errors.ts';
import { inBatches } from '../../kube/in-batches.ts';
import { kinds } from '../../kube/kinds.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import type { NodeView } from './node-view.ts';
import { readOrTell } from './read-or-tell.ts';
import { makeRecent } from './recent.ts';

type Needed = Pick<EngineDeps, 'client' | 'clock' | 'log'>;

/** What Cluster API writes on the Machines behind nodes. */
export interface MachineMarks {
  /** Undefined when the node has none, or it could not be read yet. */
  of(node: string): Marked | undefined;
  /** What is known of the Machines of these nodes is not older than so many milliseconds. */
  read(nodes: readonly string[], maxAgeMs: number): Promise<void>;
}

const atOnce = 8;
const orNothing = unless(isKindNotInstalled);

/** Knows nothing yet. */
export function makeMachineMarks({ client, clock, log }: Needed, view: NodeView): MachineMarks {
  const marks = makeRecent<Marked>(clock);
  const machineOf = (node: string) => clusterApiMachineOf(view.of(node)?.node.metadata ?? {});
  const readOne = async (node: string): Promise<void> => {
    const machine = machineOf(node);
    if (!machine) return;
    const who = `its Machine ${machine.namespace}/${machine.name}`;
    const annotations = await readOrTell(
      async () => (await client.get(kinds.ClusterMachine, machine).catch(orNothing))?.metadata.annotations ?? {},
      ({ message: cause }) => log.warn('The Machine of a node could not be read; whoever wants the node waits', { node, cause }),
    );
    marks.set(node, annotations ? { who, annotations } : { who, annotations: {}, unreadable: true });
  };
  return {
    of: (node) => (machineOf(node) ? marks.get(node) : undefined),
    async read(nodes, maxAgeMs) {
      const stale = nodes.filter((node) => !marks.isFresh(node, maxAgeMs));
      await inBatches(stale, atOnce, readOne);
    },
  };
}
