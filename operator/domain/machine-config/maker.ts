import { controllerOf } from '../../api/resource.ts';
import { applicationOf, trackingAnnotation } from '../execution/tracking-id.ts';
import type { MachineConfig } from './content.ts';

/** Who makes the MachineConfig and would write over what anybody else writes, as `KubeletConfig tuned`; undefined when a person does. */
export function makerOf(config: MachineConfig): string | undefined {
  const { apiVersion, kind, metadata } = config;
  const { name, annotations = {} } = metadata;
  const owner = controllerOf(config);
  if (owner) return `${owner.kind} ${owner.name}`;
  const id = annotations[trackingAnnotation];
  // Argo CD writes the Application's own namespace into the id of an object that has none.
  const [, namespace] = /:([^/:]*)\/[^/]+$/.exec(id ?? '') ?? [];
  const application = applicationOf(id, { apiVersion, kind, namespace, name });
  return application && `Application ${application.name}`;
}
