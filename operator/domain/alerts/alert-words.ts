import type { Severity } from '../../api/generated/types.ts';

const severities: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['error', 'high'],
  ['high', 'high'],
  ['major', 'high'],
  ['warning', 'medium'],
  ['medium', 'medium'],
  ['info', 'low'],
  ['low', 'low'],
]);

/** The severity that a rule's word means, in any case; undefined for `none`. A word of somebody's own, as none at all, is medium. */
export function severityOf(word: string | undefined): Severity | undefined {
  const plain = word?.trim().toLowerCase() ?? '';
  return plain === 'none' ? undefined : (severities.get(plain) ?? 'medium');
}

const longestType = 63;

/** The alert's name as a type: KubePodCrashLooping is kube_pod_crash_looping. Whatever the name, the type is one that the schema takes. */
export function typeOf(alertname: string): string {
  const words = alertname
    .slice(0, 4 * longestType)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/^_+/, '');
  const type = /^[a-z]/.test(words) ? words : `alert_${words}`;
  return type.slice(0, longestType).replace(/_+$/, '');
}
