import type { Resource } from '../api/resource.ts';
import { objectionOfWindows, type SyncWindow } from '../domain/gitops/sync-windows.ts';
import { isKindNotInstalled, unless } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { nameOf, type Application } from './argo-application.ts';
import type { OperationContext } from './operation.ts';

/** With it Argo CD's controller passes the Application over, whatever is asked of it. */
const skipReconcile = 'argocd.argoproj.io/skip-reconcile';
/** What Argo CD takes for true. */
const truths = ['1', 't', 'T', 'true', 'True', 'TRUE'];

/** Why Argo CD, or whoever set it up, does not want the Application synced now; undefined when nothing speaks against it. Read live. */
export async function vetoOn(application: Application, context: OperationContext): Promise<string | undefined> {
  const skip = application.metadata.annotations?.[skipReconcile];
  if (truths.includes(skip ?? '')) return `${nameOf(application)} is not to be reconciled: it has the annotation ${skipReconcile}.`;
  const asked = { byPerson: isByPerson(context), now: context.now };
  const { name } = application.metadata;
  const windowed = { name, destination: application.spec.destination ?? {} };
  for (const windows of await readWindows(application, context)) {
    const objection = objectionOfWindows(windows, windowed, asked);
    if (objection) return `${nameOf(application)} may not be synced now: ${objection}`;
  }
  return undefined;
}

/** What a person asked for or approved; only that is what a window means by a manual sync. */
function isByPerson({ action: { spec } }: OperationContext): boolean {
  return spec.source === 'manual' || spec.approval?.decision === 'Approved';
}

type Project = Resource<{ readonly syncWindows?: readonly SyncWindow[] }, object>;

/**
 * The windows of the Application's project. It lies where Argo CD does, which is not where an Application of a team does: then every
 * project of that name counts.
 */
async function readWindows({ metadata, spec }: Application, { client }: OperationContext): Promise<(readonly SyncWindow[])[]> {
  const name = spec.project || 'default';
  const { items } = await client
    .list<Project>(kinds.AppProject, { fieldSelector: `metadata.name=${name}` })
    .catch(unless(isKindNotInstalled, { items: [] }));
  const beside = items.filter((project) => project.metadata.namespace === metadata.namespace);
  return (beside.length > 0 ? beside : items).map((project) => project.spec.syncWindows ?? []);
}
