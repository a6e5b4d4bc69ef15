import type { KubeClient } from '../kube/client.ts';
import { kinds } from '../kube/kinds.ts';

/** What the Job's controller says when it may create no pod for it; undefined when it does not. */
export async function whyNoPod(
  client: KubeClient,
  job: { readonly namespace?: string; readonly uid: string },
): Promise<string | undefined> {
  const fieldSelector = `regarding.uid=${job.uid},reason=FailedCreate`;
  const { items } = await client.list(kinds.Event, { namespace: job.namespace, fieldSelector, limit: 1 });
  const note = items[0]?.['note'];
  return items.length === 0 ? undefined : typeof note === 'string' ? note : 'its pod could not be created';
}
