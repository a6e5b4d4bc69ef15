/** Since when objects are seen ill whose illness has no time of its own; forgotten when they are well, and when the process ends. */
export interface FirstSights {
  /** The time at which the object was first seen ill; `since` tells it for the first time. */
  of(subject: string, since: () => string): string;
  forget(subject: string): void;
}

/** An empty memory. */
export function makeFirstSights(): FirstSights {
  const times = new Map<string, string>();
  return {
    of(subject, since) {
      const known = times.get(subject) ?? since();
      times.set(subject, known);
      return known;
    },
    forget: (subject) => void times.delete(subject),
  };
}
