import './global-setup.ts';

/** True after the last e2e test: no control plane of this run is left. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.stopControlServer?.();
}
