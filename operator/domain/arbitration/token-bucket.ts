/** How fast actions are admitted: a bucket of `burst` tokens that gets one each `stepMs`; milliseconds, and since the epoch. */
export interface TokenBucket {
  readonly stepMs: number;
  readonly burst: number;
  /** When it is full again if nobody takes one before. */
  readonly fullAt: number;
}

/** Actions per minute in the long run, and at once after a rest. */
export interface AdmissionRate {
  readonly perMinute: number;
  readonly burst: number;
}

/**
 * The bucket after these admissions, in any order. It is taken for empty at `since`, the moment before which nothing is known: what was
 * admitted since then shows within a few fillings how full it really is, and until then too few are admitted, never too many.
 */
export function bucketAfter(admittedAt: readonly number[], { perMinute, burst }: AdmissionRate, since: number): TokenBucket {
  const stepMs = 60_000 / perMinute;
  const fillMs = stepMs * burst;
  const fullAt = admittedAt
    .toSorted((a, b) => a - b)
    .reduce((full, at) => Math.min(Math.max(full, at) + stepMs, at + fillMs), since + fillMs);
  return { stepMs, burst, fullAt };
}

/** For how long an admission says something of how full the bucket is: twenty fillings, two days at most. */
export function fillingsMs({ perMinute, burst }: AdmissionRate): number {
  return Math.min((20 * burst * 60_000) / perMinute, 2 * 24 * 3_600_000);
}

/** How far back admissions are looked at: a minute at least. */
export function memoryMs(rate: AdmissionRate): number {
  return Math.max(fillingsMs(rate), 60_000);
}

/** When the next token comes to whoever has `before` others before it; now when it is there. */
export function tokenAt({ stepMs, burst, fullAt }: TokenBucket, before: number, now: Date): number {
  const from = Math.max(fullAt, now.getTime());
  const at = from + (before + 1 - burst) * stepMs;
  if (at <= now.getTime()) return now.getTime();
  // Rounded up, so that one who waits is told the same on each pass; never by so much that tokens overflow meanwhile.
  const grid = Math.max(1, Math.min(1000, stepMs * (burst - 1)));
  return Math.ceil(at / grid) * grid;
}
