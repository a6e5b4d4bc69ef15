import { usualNamespace } from '../api/usual-namespace.ts';
import { builtInDefaults } from '../domain/planning/defaults.ts';
import type { SeenAnomaly } from '../domain/planning/seen-anomaly.ts';

/** What planning sees around an anomaly where there never was another one. */
export const seenAlone = {
  systemNamespace: usualNamespace,
  defaults: builtInDefaults,
  siblings: [],
  duplicates: [],
  sameCause: [],
  incidents: [],
  unheard: [],
  earlier: [],
  takenNames: new Set<string>(),
  terms: { joinSeconds: 300, verificationSeconds: 300, attempts: 3 },
} satisfies Partial<SeenAnomaly>;
