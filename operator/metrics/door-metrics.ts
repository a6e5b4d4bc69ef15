import type { Registry } from 'prom-client';
import { doorTable } from './door-table.ts';
import { registerCounter, registerGauge } from './register.ts';

/** What the front door tells of its connections. */
export interface DoorMetrics {
  /** A connection more than there may be, a request that took too long to arrive, or bytes that are none. */
  refused(reason: 'connections' | 'timeout' | 'headers' | 'malformed'): void;
  /** A certificate that is good until then is shown from now on. */
  certificateTaken(notAfter: Date): void;
  /** What is there in place of the certificate is none; the one before is shown. */
  certificateRefused(): void;
}

/** The metrics of the front door in `registry`. */
export function makeDoorMetrics(registry: Registry): DoorMetrics {
  const refused = registerCounter(registry, doorTable.refused);
  const reloads = registerCounter(registry, doorTable.reloads);
  const notAfter = registerGauge(registry, doorTable.notAfter);
  return {
    refused: (reason) => refused.inc({ reason }),
    certificateTaken: (until) => {
      reloads.inc({ result: 'taken' });
      notAfter.set(until.getTime() / 1000);
    },
    certificateRefused: () => reloads.inc({ result: 'refused' }),
  };
}

/** Counts nothing. */
export const noDoorMetrics: DoorMetrics = {
  refused: () => undefined,
  certificateTaken: () => undefined,
  certificateRefused: () => undefined,
};
