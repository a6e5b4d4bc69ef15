import { aWorkload, ownedBy } from './cluster-objects.ts';

/** The pod template of the Deployment shop/web with that image. */
const webTemplate = (image: string) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'main', image }] },
});

/** The Deployment shop/web as it rolled out last. */
export const webNow = (meta: object = {}) =>
  aWorkload('Deployment', 'web', { uid: 'uid-web', spec: { template: webTemplate('two') }, ...meta });

/** The revision of it before that one. */
export const webFormer = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    namespace: 'shop',
    name: 'web-1',
    labels: { app: 'web' },
    annotations: { 'deployment.kubernetes.io/revision': '1' },
    ownerReferences: ownedBy(webNow()),
  },
  spec: { template: webTemplate('one') },
};
