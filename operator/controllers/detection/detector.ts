import type { DetectorName, Sighting } from '../../domain/detection/illness.ts';
import type { DetectorPolicy } from '../../domain/policy/policy.ts';

/** What a look at one object showed. */
export interface Look {
  /** Undefined while nothing can be said. */
  readonly sighting?: Sighting;
  /** Labels of the object, for whether it is managed. */
  readonly labels?: Readonly<Record<string, string>>;
  /** It has to be looked at again after so many milliseconds, though nobody changes it. */
  readonly againMs?: number;
}

/** Looks for one sort of trouble. It is open from `open` to `close`, any number of times; only then it watches anything of its own. */
export interface Detector {
  readonly name: DetectorName;
  isOn(policy: DetectorPolicy): boolean;
  /** It watches what it needs; false while that is not installed. */
  open(): Promise<boolean>;
  close(): Promise<void>;
  /** Every object that it knows, by the key that `look` takes. */
  subjects(): string[];
  look(subject: string, now: Date): Promise<Look>;
}

/** Tells that an object has to be looked at, at once or after so many milliseconds. */
export type Ask = (subject: string, afterMs?: number) => void;
