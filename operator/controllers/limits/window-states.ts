import type { MaintenanceWindow } from '../../api/generated/types.ts';
import { windowState, type WindowState } from '../../domain/policy/maintenance-window.ts';

interface Known {
  readonly state: WindowState;
  readonly at: Date;
}

/** Says of a window whether it is open; its schedule is worked out anew only when that changes, or when the clock was set back. */
export function makeWindowStates(): (window: MaintenanceWindow, now: Date) => WindowState {
  const known = new WeakMap<MaintenanceWindow, Known>();
  return (window, now) => {
    const last = known.get(window);
    if (last && last.at <= now && !(last.state.changesAt && last.state.changesAt <= now)) return last.state;
    const state = windowState(window, now);
    known.set(window, { state, at: now });
    return state;
  };
}
