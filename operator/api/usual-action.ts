import type { RemediationActionSpec } from './generated/types.ts';

/** What the schema fills into the spec of an action that says nothing of it. */
export const usualAction = {
  retries: { attempts: 3, backoffSeconds: 5 },
  approvalRequired: false,
  cancel: false,
} as const satisfies Partial<RemediationActionSpec>;
