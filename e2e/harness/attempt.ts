import { api, ApiError, type ApiRequest, type Cluster, type KubeObject } from './cluster.ts';
import { eventually, type Patience } from './eventually.ts';

/** `accepted`, or the code and the words of the refusal, as whoever asked gets to see them. */
export async function attempt(cluster: Cluster, request: ApiRequest): Promise<string> {
  try {
    await api<KubeObject>(cluster, request);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return `${error.status} ${error.message}`;
  }
}

/** True afterwards: that attempt is answered with those words; it fails with the last words. */
export async function untilAnswered(cluster: Cluster, request: ApiRequest, words: RegExp, patience: Patience): Promise<void> {
  const isAsWanted = async (): Promise<boolean> => {
    const said = await attempt(cluster, request);
    if (!words.test(said)) throw new Error(`the answer was ${said}`);
    return true;
  };
  await eventually(isAsWanted, patience);
}
