import { shippedRights, type ShippedRight } from '../../api/generated/shipped-rights.ts';
import { exactWordsOf, type Right } from '../../api/right.ts';
import { unasked, type RightsReport } from '../../domain/rights/rights-report.ts';
import { missingRights } from '../../kube/access.ts';
import type { KubeClient } from '../../kube/client.ts';
import { groupOf, kinds, type Kind } from '../../kube/kinds.ts';

/** Which of the rights that config/ grants this process has, as the API server said last. */
export interface RightsKnown {
  report(): RightsReport;
  /** Whether the right, or the same one in some namespace or on some object, may be missing. */
  mayLack(right: Pick<Right, 'verb' | 'group' | 'resource'>): boolean;
  /** `open`: only what was missing is asked for again. The report is what the API server says now; its errors are thrown. */
  ask(which: 'all' | 'open'): Promise<void>;
  /** The listener is called after each change of the report. */
  onChange(listener: () => void): void;
}

/** The namespace of the engine as config/ writes it. */
const usualNamespace = 'self-healing-platform';

/** Nothing is known yet. */
export function makeRightsKnown(client: Pick<KubeClient, 'create' | 'served'>, systemNamespace: string): RightsKnown {
  const all = shippedRights.map((right) => (right.namespace === usualNamespace ? { ...right, namespace: systemNamespace } : right));
  const listeners: (() => void)[] = [];
  let report = unasked;
  let lacking: ReadonlySet<string> = new Set();
  const learn = (missing: readonly ShippedRight[]): void => {
    const before = report;
    report = { asked: true, missing };
    lacking = new Set(missing.map(sortOf));
    if (!before.asked || wordsIn(before) !== wordsIn(report)) for (const tell of listeners) tell();
  };
  return {
    report: () => report,
    mayLack: (right) => lacking.has(sortOf(right)),
    async ask(which) {
      const open = which === 'open' && report.asked ? report.missing : await ofServedKinds(client, all);
      learn(await missingRights(client, open));
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

const sortOf = ({ verb, group, resource }: Pick<Right, 'verb' | 'group' | 'resource'>): string => `${verb} ${group}/${resource}`;
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
  return comesWithKubernetes(group) ? undefined : Object.values<Kind>(kinds).find(({ apiVersion }) => groupOf(apiVersion) === group);
}

/** `apps`, `batch`, and those of the community's own domain; cluster.x-k8s.io is none of them. */
function comesWithKubernetes(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}
