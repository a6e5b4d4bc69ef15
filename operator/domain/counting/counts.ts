import type { ConflictsLost, RemediationAction, Source } from '../../api/generated/types.ts';
import { isActionOver } from '../../api/terminal-phases.ts';

/** Who asked, as the document divides it: what is not a model's is deterministic. */
export type SourceLayer = 'deterministic' | 'ai_driven';

/** What was counted: actions that ended ever, and conflicts that one UTC day brought. */
export interface Counts {
  readonly processed: Readonly<Record<SourceLayer, number>>;
  readonly day: string;
  readonly conflicts: number;
}

/** What one action adds to the counts; it changes no more once the action has ended or is gone. */
export interface Share {
  readonly uid: string;
  readonly layer: SourceLayer;
  /** Whether it reached a terminal phase. */
  readonly processed: boolean;
  readonly lost?: Pick<ConflictsLost, 'day' | 'count'>;
}

/** The layer that the document knows for the source. */
export function layerOf(source: Source): SourceLayer {
  return source === 'ai_driven' ? 'ai_driven' : 'deterministic';
}

/** What the action adds; undefined while that is nothing. */
export function shareOf(action: Pick<RemediationAction, 'metadata' | 'spec' | 'status'>): Share | undefined {
  const { metadata, spec, status } = action;
  const lost = status?.conflicts;
  const share = { uid: metadata.uid, layer: layerOf(spec.source), processed: isActionOver({ status }), ...(lost && { lost }) };
  return share.processed || lost ? share : undefined;
}

/** The counts with these shares, for that day; conflicts of another day are left out. */
export function withShares(counts: Counts, shares: Iterable<Share>, day: string): Counts {
  const processed = { ...counts.processed };
  let conflicts = counts.day === day ? counts.conflicts : 0;
  for (const { layer, processed: ended, lost } of shares) {
    if (ended) processed[layer] += 1;
    if (lost?.day === day) conflicts += lost.count;
  }
  return { processed, day, conflicts };
}
