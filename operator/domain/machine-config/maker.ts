import { applicationOf, trackingAnnotation } from '../execution/tracking-id.ts';
import type { MachineConfig } from './content.ts';

/** Who makes the MachineConfig and would write over what anybody else writes, as `KubeletConfig tuned`; undefined when a person does. */
export function makerOf({ apiVersion, kind, metadata }: MachineConfig): string | undefined {
  const { name, ownerReferences = [], annotations = {} } = metadata;
  const owner = ownerReferences.find(({ controller }) => controller);
  if (owner) return `${owner.kind} ${owner.name}`;
  const id = annotations[trackingAnnotation];
  // Argo CD writes the Application's own namespace into the id of an object that has none.
  const [, namespace] = /:([^/:]*)\/[^/]+$/.exec(id ?? '') ?? [];
  const application = applicationOf(id, { apiVersion, kind, namespace, name });
  return application && `Application ${application.name}`;
}
