import type { AnomalySpec, Severity } from '../../api/generated/types.ts';

/** 1 (first) to 4, of what nobody else asks for. */
export const priorityBySeverity: Readonly<Record<Severity, number>> = { critical: 1, high: 2, medium: 3, low: 4 };

/** 1 (first) to 5: by severity, and one later when a model asks for it. */
export function priorityOf({ severity, source }: Pick<AnomalySpec, 'severity' | 'source'>): number {
  return priorityBySeverity[severity] + (source === 'ai_driven' ? 1 : 0);
}
