import { failed, passed, type Finding } from './finding.ts';
import { hasLabels } from './label-selector.ts';
import type { SeenEndpointSlice, SeenService } from './objects.ts';

/** Whether the Service sends traffic to pods with these labels. */
export function selects(service: SeenService, labels: Readonly<Record<string, string>>): boolean {
  const { type, selector = {} } = service.spec;
  return type !== 'ExternalName' && Object.keys(selector).length > 0 && hasLabels(labels, selector);
}

/** How many ready and not ready endpoints the slices have; those that are going away count for neither. */
function countEndpoints(slices: readonly SeenEndpointSlice[]): { readonly ready: number; readonly notReady: number } {
  const staying = slices.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions?.terminating !== true);
  const notReady = staying.filter(({ conditions }) => conditions?.ready === false).length; // absent means ready
  return { ready: staying.length - notReady, notReady };
}

/** Passed when the Service has a ready endpoint and none that is not ready. */
export function judgeEndpoints(service: SeenService, slices: readonly SeenEndpointSlice[]): Finding {
  const name = `Service ${service.metadata.namespace}/${service.metadata.name}`;
  const { ready, notReady } = countEndpoints(slices);
  if (ready === 0) return failed(`${name} has no ready endpoint`);
  return notReady > 0 ? failed(`${name} has endpoints that are not ready`) : passed(`every endpoint of ${name} is ready`);
}

/** Passed when the Service has a ready endpoint. */
export function judgeReachable(service: SeenService, slices: readonly SeenEndpointSlice[]): Finding {
  const name = `Service ${service.metadata.namespace}/${service.metadata.name}`;
  return countEndpoints(slices).ready > 0 ? passed(`${name} has a ready endpoint`) : failed(`${name} has no ready endpoint`);
}
