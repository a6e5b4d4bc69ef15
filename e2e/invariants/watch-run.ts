import { setTimeout as delay } from 'node:timers/promises';
import { auditPosition, auditSince } from '../harness/audit.ts';
import type { Cluster } from '../harness/cluster.ts';
import { currentRevision, historySince, ourKindsAndNodes } from '../harness/history.ts';
import { leftClaims, releaseMs } from './cordons.ts';
import type { Observation, Violation } from './observation.ts';
import { violations } from './violations.ts';

/** A stretch of a cluster's life, from where the watching began. */
export interface WatchedRun {
  /** Everything that has happened up to now. */
  observation(): Promise<Observation>;
  /** What was not kept up to now; claims of ended plans are given the half minute that they have. */
  violations(): Promise<Violation[]>;
}

const prefixes = [
  ...ourKindsAndNodes,
  '/registry/pods/',
  '/registry/deployments/',
  '/registry/statefulsets/',
  '/registry/daemonsets/',
  '/registry/jobs/',
];

/**
 * Begins to watch; call it before anything is done, and the judging before the operator is stopped. `scope` tells, when it is over, under
 * which EXCLUSIVITY_SCOPE the engine was at work.
 */
export async function watchRun(cluster: Cluster, scope: () => Observation['scope'] = () => 'Cluster'): Promise<WatchedRun> {
  const revision = await currentRevision(cluster);
  const position = await auditPosition(cluster);
  const observation = async (): Promise<Observation> => {
    // First the effects, then what was stored: the engine goes on meanwhile, and of each effect the intent must be among the latter.
    const audit = await auditSince(cluster, position);
    return { history: await historySince(cluster, revision, prefixes), audit, endedAt: Date.now(), scope: scope() };
  };
  return { observation, violations: async () => violations(await settled(observation)) };
}

async function settled(observe: () => Promise<Observation>): Promise<Observation> {
  const end = performance.now() + releaseMs;
  let seen = await observe();
  while (leftClaims(seen).length > 0 && performance.now() < end) {
    await delay(250);
    seen = await observe();
  }
  return seen;
}

/** Fails with every promise that was not kept; each end-to-end test ends with it. */
export async function expectNoViolations(run: WatchedRun): Promise<void> {
  const found = await run.violations();
  if (found.length === 0) return;
  const lines = found.map(({ invariant, object, message }) => `  ${invariant}: ${object}: ${message}`);
  throw new Error(`${found.length} violations of invariants:\n${lines.join('\n')}`);
}
