import { sha256 } from './digest.ts';
import { targetKey, type TargetLike } from './target.ts';
import { utcDay } from './utc-day.ts';

const longest = 63;

/** `prefix-stem-suffix` of at most 63 characters: the stem is cut, never the rest, so names of one parent stay different. */
function fit(prefix: string, stem: string, suffix: string): string {
  const room = longest - prefix.length - suffix.length;
  return `${prefix}${stem.slice(0, room).replace(/[-.]+$/, '')}${suffix}`;
}

const without = (prefix: string, name: string): string =>
  name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name;

/** The last part of a name that replaces one already taken by a foreign object: 5 hex digits of the parent's uid. */
const distinction = (parentUid: string | undefined): string =>
  parentUid === undefined
    ? ''
    : `-${parentUid
        .toLowerCase()
        .replaceAll(/[^0-9a-f]/g, '')
        .slice(0, 5)}`;

/** The part of an anomaly's or a plan's name that its children carry on. */
export function stemOf(name: string): string {
  return without('plan-', without('anom-', name));
}

/** The name of an anomaly's plan; with the anomaly's uid the second choice, when a foreign object has the first. */
export function planName(anomalyName: string, anomalyUid?: string): string {
  return fit('plan-', without('anom-', anomalyName), distinction(anomalyUid));
}

/** What makes an action of a step differ from its first one. */
export interface ActionNameParts {
  /** 2 for the first repetition. */
  readonly repeat?: number;
  readonly undo?: boolean;
  /** Uid of the parent: asks for the second choice, when a foreign object has the first. */
  readonly parentUid?: string;
}

/** The name of the action of the step with that order; `stem` by stemOf(plan name). */
export function actionName(stem: string, order: number, { repeat, undo, parentUid }: ActionNameParts = {}): string {
  const parts = [String(order).padStart(2, '0'), ...(repeat !== undefined && repeat > 1 ? [`r${repeat}`] : []), ...(undo ? ['undo'] : [])];
  return fit('act-', stem, `-${parts.join('-')}${distinction(parentUid)}`);
}

/** The name of an anomaly that REST or a webhook makes: the UTC day and 5 to 10 letters or digits. */
export function reportedAnomalyName(now: Date, letters: string): string {
  return `anom-${dayOf(now)}-${letters}`;
}

/** The name of an action that REST makes, likewise. */
export function requestedActionName(now: Date, letters: string): string {
  return `act-${dayOf(now)}-${letters}`;
}

/** Whether REST or a webhook may have made the name, or that of a plan of it, on that day (UTC). */
export function isOfToday(name: string, now: Date): boolean {
  return new RegExp(`^(anom|plan|act)-${dayOf(now)}-`).test(name);
}

function dayOf(now: Date): string {
  return utcDay(now).replaceAll('-', '');
}

/** The name of the anomaly in the system namespace in which all reports with this root cause meet. */
export function incidentName(rootCause: TargetLike): string {
  return fit('anom-', rootCause.kind.toLowerCase(), `-${sha256(targetKey(rootCause)).slice(0, 10)}`);
}

/** The name of an anomaly that the engine reports by itself: the kind and name of what it is about, and what tells it from others about it. */
export function detectedAnomalyName({ kind, name }: Pick<TargetLike, 'kind' | 'name'>, identity: string): string {
  return fit('anom-', `${kind.toLowerCase()}-${name}`, `-${identity}`);
}
