import type { SeenEndpointSlice, SeenService } from '../domain/health/objects.ts';
import { kinds } from '../kube/kinds.ts';
import type { KubeReader } from './check.ts';

/** The EndpointSlices of a Service, with IPv4 and IPv6. */
export async function slicesOf(client: KubeReader, { metadata }: SeenService): Promise<readonly SeenEndpointSlice[]> {
  const labelSelector = `kubernetes.io/service-name=${metadata.name}`;
  const { items } = await client.list<SeenEndpointSlice>(kinds.EndpointSlice, { namespace: metadata.namespace, labelSelector });
  return items;
}
