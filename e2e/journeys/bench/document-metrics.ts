import type { RemediationAction } from '../../../operator/api/generated/types.ts';
import type { Version } from '../../harness/history.ts';

/** The four metrics of the document, or what a history says that they must be: labels to value. */
export interface DocumentMetrics {
  /** `type,source` -> actions that ended. */
  readonly actions: Readonly<Record<string, number>>;
  /** conflict_type -> conflicts. */
  readonly conflicts: Readonly<Record<string, number>>;
  readonly active: number;
  readonly resolutions: number;
}

const ended: readonly (string | undefined)[] = ['Succeeded', 'Failed', 'Superseded', 'Rejected', 'Cancelled'];

/** What one process must have counted that was there for all of the history. */
export function countedIn(history: readonly Version[]): DocumentMetrics {
  const versions = history.map(({ object }) => object).filter(({ kind }) => kind === 'RemediationAction');
  const actions = versions as unknown as RemediationAction[];
  const last = [...new Map(actions.map((action) => [action.metadata.uid, action])).values()];
  const conflicts = new Map(
    actions.flatMap(({ metadata, status }) => {
      const { winner, conflictType } = status?.arbitration ?? {};
      return winner && conflictType ? [[`${metadata.uid} ${winner}`, conflictType] as const] : [];
    }),
  );
  return {
    actions: tally(last.filter(({ status }) => ended.includes(status?.phase)).map(({ spec }) => `${spec.type},${spec.source}`)),
    conflicts: tally([...conflicts.values()]),
    active: last.filter(({ status }) => status?.phase === 'Admitted' || status?.phase === 'Running').length,
    resolutions: conflicts.size,
  };
}

function tally(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(Object.entries(Object.groupBy(words, (word) => word)).map(([word, list]) => [word, list?.length ?? 0]));
}

/** What the text of /metrics says; what never happened is left out. */
export function readFrom(text: string): DocumentMetrics {
  const rows = text.split('\n').flatMap((line) => {
    const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? ([-+\d.e]+)$/.exec(line) ?? [];
    return name === '' ? [] : [{ name, labels: [...labels.matchAll(/"([^"]*)"/g)].map(([, label]) => label).join(), value: Number(value) }];
  });
  const of = (wanted: string) => rows.filter(({ name }) => name === wanted);
  const table = (name: string) => Object.fromEntries(of(name).flatMap(({ labels, value }) => (value === 0 ? [] : [[labels, value]])));
  return {
    actions: table('coordination_actions_total'),
    conflicts: table('coordination_conflicts_total'),
    active: of('coordination_active_actions')[0]?.value ?? NaN,
    resolutions: of('coordination_resolution_time_seconds_count')[0]?.value ?? NaN,
  };
}
