import type { RemediationAction } from '../api/generated/types.ts';
import { reconcileAction } from '../controllers/execution/reconcile.ts';
import { formatKey, keyOf } from '../kube/client.ts';
import { Conflict, Transient } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { checkRights } from './check-rights.ts';
import type { FakeEngine } from './fake-engine.ts';

/** The action as the cluster has it. */
export function stored(engine: FakeEngine, { metadata }: RemediationAction): RemediationAction {
  const found = engine.cluster.peek<RemediationAction>(kinds.RemediationAction, keyOf({ metadata }));
  if (!found) throw new Error(`${metadata.name} is gone`);
  return found;
}

/** One pass, as the reconcile loop makes it: what passes by itself is not an error. Milliseconds to the next one, undefined for none. */
export async function pass(engine: FakeEngine, action: RemediationAction): Promise<number | undefined> {
  const before = engine.cluster.used.length;
  try {
    return (await reconcileAction(engine.deps, formatKey(keyOf(action))))?.after;
  } catch (error) {
    if (error instanceof Conflict || error instanceof Transient) return 100;
    throw error;
  } finally {
    checkRights(engine, action, engine.cluster.used.slice(before));
  }
}

/** Passes until nothing more is to be done at once; waits of at most `patience` milliseconds are made by moving the clock. */
export async function carryOut(engine: FakeEngine, action: RemediationAction, patience = 0): Promise<RemediationAction> {
  for (let passes = 0; passes < 200; passes += 1) {
    const after = await pass(engine, action);
    if (after === undefined || after > patience) return stored(engine, action);
    engine.clock.advance(after);
  }
  throw new Error(`${action.metadata.name} does not come to rest`);
}
