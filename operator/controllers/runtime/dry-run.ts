import { isFields } from '../../api/fields.ts';
import type { EventFacts } from '../../kube/events.ts';
import { engineApiVersion } from '../../kube/kinds.ts';

/** Whether the Event is about an anomaly, a plan or an action that asks only what would happen: then nothing is written outside of it. */
export function isAboutDryRun({ regarding, related }: EventFacts): boolean {
  return isDryRun(regarding) || (related !== undefined && isDryRun(related));
}

function isDryRun(object: object): boolean {
  const { apiVersion, spec } = object as { readonly apiVersion?: string; readonly spec?: unknown };
  if (apiVersion !== engineApiVersion || !isFields(spec)) return false;
  return spec['dryRun'] === true || spec['mode'] === 'DryRun';
}
