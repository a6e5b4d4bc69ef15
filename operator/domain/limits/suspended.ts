import type { Hold } from './hold.ts';
import type { Limit } from './hold-on.ts';

/** The kill switch: nothing begins, not even what writes nothing. */
export const suspended: Limit = (_wish, { policy }) => (policy.suspended ? suspendedHold : undefined);

/** What is said of whatever has not begun while the engine is suspended. */
export const suspendedHold = {
  reason: 'Suspended',
  message: 'The engine is suspended by the RemediationPolicy cluster; it goes on when spec.suspended is false.',
  by: 'RemediationPolicy/cluster',
} as const satisfies Hold;
