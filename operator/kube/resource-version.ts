const number = /^\d+$/;

/** Whether `candidate` is a later version than `than`; versions that are no numbers can only be told equal or not. */
export function isNewer(candidate: string, than: string): boolean {
  if (candidate === than) return false;
  if (!number.test(candidate) || !number.test(than)) return true;
  return BigInt(candidate) > BigInt(than);
}

/** Whether what was read at `reached` includes everything up to `wanted`. */
export function isAtLeast(reached: string, wanted: string): boolean {
  return reached === wanted || isNewer(reached, wanted);
}
