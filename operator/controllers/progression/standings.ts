import type { PlanStep, RemediationPlan, Target } from '../../api/generated/types.ts';
import { resolveNamespace, targetKey } from '../../api/target.ts';
import { deploymentOf } from '../../domain/diagnosis/deployment-method.ts';
import type { ConditionedWorkload } from '../../domain/diagnosis/seen.ts';
import { isOfControlPlane } from '../../domain/limits/node-groups.ts';
import type { Standing } from '../../domain/progression/relations.ts';
import type { KubeObject } from '../../kube/client.ts';
import { KubeError, Transient } from '../../kube/errors.ts';
import { groupOf } from '../../kube/kinds.ts';
import { readOwners } from '../../kube/read-owners.ts';
import { mayHaveMoreNodes, resolveTarget, type Resolution } from '../../kube/resolve-target.ts';
import type { EngineDeps } from '../runtime/deps.ts';

type Needed = Pick<EngineDeps, 'client' | 'caches' | 'clock' | 'log'>;

/** Pods move; what was read is read again when it is older than this. */
const freshMs = 2_000;

interface Known {
  readonly standing: Standing | undefined;
  readonly at: number;
}

/** Of these kinds it can be read what owns them and where their pods are; anything else may touch whatever it likes. */
const readable: ReadonlySet<string> = new Set(['/Pod', 'apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet']);

/** What the targets of steps stand among, read live and remembered for a moment, so that a busy plan does not read it at every turn. */
export class Standings {
  readonly #deps: Needed;
  readonly #known = new Map<string, Known>();

  constructor(deps: Needed) {
    this.#deps = deps;
  }

  /** By the names of the steps; undefined of a target that does not exist, cannot be read, or of which not everything can be known. */
  async of({ metadata }: RemediationPlan, steps: readonly PlanStep[]): Promise<ReadonlyMap<string, Standing | undefined>> {
    this.#forgetOld();
    const read = steps.map(async ({ name, action }): Promise<[string, Standing | undefined]> => {
      return [name, await this.#standing(resolveNamespace(action.target, metadata.namespace))];
    });
    return new Map(await Promise.all(read));
  }

  #forgetOld(): void {
    const now = this.#deps.clock.monotonic();
    for (const [key, { at }] of this.#known) if (now - at >= freshMs) this.#known.delete(key);
  }

  async #standing(target: Target): Promise<Standing | undefined> {
    if (targetKey(target) === targetKey({ apiVersion: 'v1', kind: 'Node', name: target.name })) return this.#node(target);
    if (!readable.has(`${groupOf(target.apiVersion)}/${target.kind}`)) return undefined;
    const key = targetKey(target);
    const known = this.#known.get(key);
    if (known) return known.standing;
    const at = this.#deps.clock.monotonic();
    try {
      const standing = await this.#read(target);
      this.#known.set(key, { standing, at });
      return standing;
    } catch (error) {
      return this.#unread(key, at, error);
    }
  }

  /** A step is not kept from running alone by what cannot be read; only that it runs beside others. */
  #unread(key: string, at: number, error: unknown): undefined {
    if (!(error instanceof KubeError)) throw error;
    this.#deps.log.debug('What a target stands among could not be read, so its step runs alone', { target: key, error: error.message });
    if (!(error instanceof Transient)) this.#known.set(key, { standing: undefined, at });
    return undefined;
  }

  #node(target: Target): Standing | undefined {
    const node = this.#deps.caches.nodes.get({ name: target.name });
    return node && { owners: [targetKey(target)], nodes: [target.name], controlPlane: isOfControlPlane(node) };
  }

  async #read(target: Target): Promise<Standing | undefined> {
    const resolution = await resolveTarget(this.#deps.client, target, target.namespace);
    if (resolution.kind === 'missing') return undefined;
    const { nodes = [] } = resolution.target;
    if (mayHaveMoreNodes(nodes)) return undefined;
    return { owners: await this.#owners(target, resolution), nodes, controlPlane: false };
  }

  /** The object, everything above it, and the tool that would put it back; what two have in common they are changed through. */
  async #owners(target: Target, { object, target: locked, top = object }: Extract<Resolution, { kind: 'found' }>): Promise<string[]> {
    const above = await readOwners(this.#deps.client, [object, top]);
    const managers = [top, ...above.objects].map(managerOf).filter((manager) => manager !== undefined);
    return [...new Set([targetKey(target), targetKey(locked), ...above.keys, ...managers])];
  }
}

function managerOf(object: KubeObject): string | undefined {
  if (object.kind === 'Pod') return undefined;
  const { method, managedBy } = deploymentOf(object as KubeObject & ConditionedWorkload); // as the API server gave it
  return managedBy === undefined ? undefined : `${method} ${managedBy}`;
}
