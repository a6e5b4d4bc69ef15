import type { MaintenanceWindow, OperationName } from '../../api/generated/types.ts';
import type { WindowState } from '../policy/maintenance-window.ts';
import { beginsChange } from './begins.ts';
import { changesSomething } from './changes.ts';
import { latest } from './cooling-down.ts';
import type { Limit } from './hold-on.ts';

/** What windows cover begins only while one of those is open. */
export const maintenanceWindowClosed: Limit = (wish, { policy, windowState }) => {
  if (policy.maintenanceWindows.length === 0 || !beginsChange(wish)) return undefined;
  const closed = [...new Set(wish.works.map(({ operation }) => operation))].flatMap((operation) => {
    const covering = policy.maintenanceWindows.filter((window) => covers(window, operation));
    const states = covering.map(windowState);
    return covering.length === 0 || states.some(({ open }) => open) ? [] : [{ operation, covering, until: opening(states) }];
  });
  const last = latest(closed);
  if (!last) return undefined;
  const { operation, covering, until } = last;
  const names = covering.map(({ name }) => name).join(', ');
  return {
    reason: 'MaintenanceWindowClosed',
    message: `${operation} may begin only while a maintenance window for it is open (${names}), and none is.`,
    ...(Number.isFinite(until) && { until: new Date(until) }),
    by: 'RemediationPolicy/cluster',
  };
};

function covers({ operations }: MaintenanceWindow, operation: OperationName): boolean {
  return operations ? operations.includes(operation) : changesSomething(operation);
}

/** Milliseconds since the epoch; infinity when none of them ever opens. */
function opening(states: readonly WindowState[]): number {
  return Math.min(...states.map(({ changesAt }) => changesAt?.getTime() ?? Infinity));
}
