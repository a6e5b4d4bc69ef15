import { targetString } from '../../api/target.ts';
import type { SeenClaim, SeenVolume } from './seen-objects.ts';
import { targetOf } from './seen.ts';
import { stateOf, type Fact, type State } from './state.ts';
import { timedCondition } from '../health/timed-condition.ts';

/** What is wrong with a claim: it has no volume, its volume is gone, or a larger one waits for its file system. */
export function claimState(claim: SeenClaim): State {
  const { phase } = claim.status ?? {};
  const fact = factOn(claim);
  const resizing = timedCondition(claim, 'FileSystemResizePending');
  return stateOf([
    ...(phase === 'Pending' ? [fact('Pending', 'it has no volume', claim.metadata.creationTimestamp)] : []),
    ...(phase === 'Lost' ? [fact('Lost', `its volume ${claim.spec.volumeName ?? ''} is gone`)] : []),
    ...(resizing?.status === 'True'
      ? [fact('FilesystemResizePending', 'its volume is larger than its file system', resizing.lastTransitionTime)]
      : []),
  ]);
}

/** What is wrong with a volume: it could not be reclaimed. */
export function volumeState(volume: SeenVolume): State {
  const { phase, message, lastPhaseTransitionTime } = volume.status ?? {};
  if (phase !== 'Failed') return stateOf([]);
  const what = message ? `it could not be reclaimed: ${message}` : 'it could not be reclaimed';
  return stateOf([factOn(volume)('VolumeFailed', what.slice(0, longestFact), lastPhaseTransitionTime)]);
}

const longestFact = 512;

function factOn(object: SeenClaim | SeenVolume) {
  const where = targetString(targetOf(object));
  return (word: string, what: string, since?: string): Fact => ({ word, evidence: { what, where, ...(since !== undefined && { since }) } });
}
