import type { Plugin } from 'esbuild';

/**
 * Leaves out of the bundle what the Kubernetes client has generated for every kind: 16 of 23 MB, of which the engine calls nothing, since its own
 * transport makes the requests. Of the two classes of APIs that the framework's base class and ours make, no method is called either. What is asked for
 * and left out fails the build, by name.
 */
export const slimClient: Plugin = {
  name: 'slim-client',
  setup(build) {
    build.onLoad({ filter: /@kubernetes\/client-node\/dist\/gen\/index\.js$/ }, () => ({ contents: api }));
    build.onLoad({ filter: /@kubernetes\/client-node\/dist\/gen\/models\/ObjectSerializer\.js$/ }, () => ({ contents: serializer }));
  },
};

const api = `
export * from './http/http.js';
export * from './servers.js';
export * from './apis/exception.js';
export { createConfiguration } from './configuration.js';
export class CoreV1Api {}
export class AppsV1Api {}
export class ApiextensionsV1Api {}
`;

const serializer = 'export class ObjectSerializer {}';
