import type { KubeClient } from './client.ts';

/** The methods of the client as plain functions, so that some of them can be replaced beside the others. */
export function boundClient(client: KubeClient): KubeClient {
  return {
    get: client.get.bind(client),
    served: client.served.bind(client),
    list: client.list.bind(client),
    create: client.create.bind(client),
    patch: client.patch.bind(client),
    update: client.update.bind(client),
    delete: client.delete.bind(client),
  };
}
