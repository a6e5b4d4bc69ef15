import { usualNamespace } from '../api/usual-namespace.ts';
import { ledgerName, type LedgerMap } from '../controllers/counting/tally.ts';
import { dataOf, type Ledger } from '../domain/counting/ledger.ts';

let versions = 1_000_000;

/** The ledger as a ConfigMap that was just written. */
export function ledgerMap(ledger: Ledger, more: Partial<LedgerMap> = {}): LedgerMap {
  const metadata = {
    ...{ namespace: usualNamespace, name: ledgerName, uid: 'uid-ledger' },
    ...{ creationTimestamp: '2026-01-01T00:00:00Z', resourceVersion: String(++versions) },
  };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, spec: undefined, data: dataOf(ledger), ...more };
}
