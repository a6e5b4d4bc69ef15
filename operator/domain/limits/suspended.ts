import type { Limit } from './hold-on.ts';

/** The kill switch: nothing begins, not even what writes nothing. */
export const suspended: Limit = (_wish, { policy }) =>
  policy.suspended
    ? {
        reason: 'Suspended',
        message: 'The engine is suspended by the RemediationPolicy cluster; it goes on when spec.suspended is false.',
        by: 'RemediationPolicy/cluster',
      }
    : undefined;
