import picomatch from 'picomatch';
import { isOpen } from './recurring-window.ts';

/** A sync window of an AppProject; while an allowing one is closed or a denying one open, Argo CD syncs nothing that it covers. */
export interface SyncWindow {
  /** allow or deny. */
  readonly kind?: string;
  /** Five cron fields. */
  readonly schedule?: string;
  /** As Go writes it: 90m, 1h30m. */
  readonly duration?: string;
  readonly timeZone?: string;
  /** Globs of what it covers: one list has to match, or with andOperator each that is given. */
  readonly applications?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly clusters?: readonly string[];
  readonly andOperator?: boolean;
  /** Whether a person may sync all the same. */
  readonly manualSync?: boolean;
}

/** What windows know an Application by. */
export interface Windowed {
  readonly name: string;
  readonly destination: { readonly name?: string; readonly server?: string; readonly namespace?: string };
}

/** Who asks, and when. */
export interface Asked {
  /** Whether a person asked for this very sync. */
  readonly byPerson: boolean;
  readonly now: Date;
}

/**
 * Why the windows keep the Application from being synced now, in words; undefined when they do not. As Argo CD judges it: an open denial
 * comes first, then an open allowance; a closed allowance alone is a denial, and so is a window that cannot be read.
 */
export function objectionOfWindows(windows: readonly SyncWindow[], application: Windowed, { byPerson, now }: Asked): string | undefined {
  const covering = windows.filter((window) => covers(window, application)).map((window) => ({ window, open: isOpen(window, now) }));
  const unreadable = covering.find(({ open }) => open === undefined);
  if (unreadable) return `The sync window ${wordsOf(unreadable.window)} cannot be read.`;
  const allow = covering.filter(({ window }) => window.kind === 'allow');
  const denials = covering.filter(({ window, open }) => window.kind === 'deny' && open);
  const passable = (held: typeof covering): boolean => byPerson && held.every(({ window }) => window.manualSync === true);
  const [denial] = denials;
  if (denial) return passable(denials) ? undefined : `The sync window ${wordsOf(denial.window)} is open.`;
  const [closed] = allow;
  if (!closed || allow.some(({ open }) => open) || passable(allow)) return undefined;
  return `The sync window ${wordsOf(closed.window)} is closed.`;
}

function wordsOf({ kind, schedule, duration, timeZone }: SyncWindow): string {
  return `"${kind} ${schedule} for ${duration}${timeZone ? ` ${timeZone}` : ''}"`;
}

function covers({ applications = [], clusters = [], namespaces = [], andOperator }: SyncWindow, { name, destination }: Windowed): boolean {
  const lists = [
    { globs: applications, of: [name] },
    { globs: clusters, of: [destination.name, destination.server] },
    { globs: namespaces, of: [destination.namespace] },
  ].filter(({ globs }) => globs.length > 0);
  const matches = ({ globs, of }: (typeof lists)[number]): boolean => of.some((text) => text && isMatch(text, globs));
  return lists.length > 0 && (andOperator ? lists.every(matches) : lists.some(matches));
}

/** A star stands for anything, slashes and leading dots too. */
function isMatch(text: string, globs: readonly string[]): boolean {
  return picomatch.isMatch(text, [...globs], { bash: true, dot: true, nonegate: true, noextglob: true });
}
