import { revisionOf, type Application } from './argo-application.ts';
import type { Before } from './operation.ts';

/**
 * What to ask Argo CD for, so that the Application becomes what it was before: the recorded row of its history, with the sources of then,
 * as its own rollback does. Without that row the revision is enough for one source; undefined when it is not.
 */
export function previousSync({ spec, status }: Application, { historyId, revision }: Before): object | undefined {
  const row = status?.history?.find((one) => one.id === historyId && revisionOf(one) === revision);
  if (row) {
    const { revision: single, revisions, source, sources } = row;
    const several = sources !== undefined && sources.length > 0;
    return several ? { revisions, sources } : { revision: single, ...(source !== undefined && { source }) };
  }
  return (spec.sources?.length ?? 0) > 0 ? undefined : { revision };
}
