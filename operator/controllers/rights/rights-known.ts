import { shippedRights, type ShippedRight } from '../../api/generated/shipped-rights.ts';
import { exactWordsOf, type Right } from '../../api/right.ts';
import { usualNamespace } from '../../api/usual-namespace.ts';
import { unasked, type RightsReport } from '../../domain/rights/rights-report.ts';
import { missingRights } from '../../kube/access.ts';
import type { KubeClient } from '../../kube/client.ts';
import { unshownRights } from '../../kube/rules-review.ts';
import { engineApiVersion, groupOf, kinds, type Kind } from '../../kube/kinds.ts';

/** Which of the rights that config/ grants this process has, as the API server said last. */
export interface RightsKnown {
  report(): RightsReport;
  /** The missing right that would give this one, which may be given in its namespace or on its object alone; undefined when none is missing. */
  missingFor(right: Right): ShippedRight | undefined;
  /** `open`: only what was missing is asked for again. The report is what the API server says now; its errors are thrown. */
  ask(which: 'all' | 'open'): Promise<void>;
  /** The listener is called after each change of the report. */
  onChange(listener: () => void): void;
}

/** Nothing is known yet. */
export function makeRightsKnown(client: Pick<KubeClient, 'create' | 'served'>, systemNamespace: string): RightsKnown {
  const all = shippedRights.map((right) => (right.namespace === usualNamespace ? { ...right, namespace: systemNamespace } : right));
  const listeners: (() => void)[] = [];
  let report = unasked;
  let lacking: ReadonlyMap<string, readonly ShippedRight[]> = new Map();
  const learn = (missing: readonly ShippedRight[]): void => {
    const before = report;
    report = { asked: true, missing };
    lacking = Map.groupBy(missing, sortOf);
    if (!before.asked || wordsIn(before) !== wordsIn(report)) for (const tell of listeners) tell();
  };
  return {
    report: () => report,
    missingFor: (right) => lacking.get(sortOf(right))?.find((missing) => reaches(missing, right)),
    async ask(which) {
      const open = which === 'open' && report.asked ? report.missing : await unshownRights(client, await ofServedKinds(client, all));
      learn(await missingRights(client, open));
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

const sortOf = ({ verb, group, resource }: Pick<Right, 'verb' | 'group' | 'resource'>): string => `${verb} ${group}/${resource}`;
/** A role of one namespace, or on named objects, gives nothing elsewhere. */
const reaches = ({ namespace, name }: ShippedRight, right: Right): boolean =>
  (namespace === undefined || namespace === right.namespace) && (name === undefined || name === right.name);
const wordsIn = ({ missing }: RightsReport): string => missing.map(exactWordsOf).join();

/** Nobody misses a right on what is not installed. */
async function ofServedKinds(client: Pick<KubeClient, 'served'>, rights: readonly ShippedRight[]): Promise<ShippedRight[]> {
  const foreign = [...new Set(rights.map(({ group }) => group))].flatMap((group) => kindOfForeign(group) ?? []);
  const judged = await Promise.all(
    foreign.map(async (kind) => ((await client.served(kind.apiVersion, kind.kind)) ? [] : [groupOf(kind.apiVersion)])),
  );
  const unserved = new Set(judged.flat());
  return rights.filter(({ group }) => !unserved.has(group));
}

/** One kind of a group that a cluster may be without. */
function kindOfForeign(group: string): Kind | undefined {
  return isAlwaysThere(group) ? undefined : Object.values<Kind>(kinds).find(({ apiVersion }) => groupOf(apiVersion) === group);
}

/** `apps`, `batch`, those of the community's own domain (cluster.x-k8s.io is none of them), and the engine's, which may be installed after its start. */
function isAlwaysThere(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io') || group === groupOf(engineApiVersion);
}
