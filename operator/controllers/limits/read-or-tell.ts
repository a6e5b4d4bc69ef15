import { KubeError } from '../../kube/errors.ts';

/** What was read; undefined when the API server did not give it, which is told. Other errors are thrown. */
export async function readOrTell<T>(read: () => Promise<T>, tell: (error: KubeError) => void): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    tell(error);
    return undefined;
  }
}
