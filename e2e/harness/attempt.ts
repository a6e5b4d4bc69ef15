import { api, ApiError, type ApiRequest, type Cluster, type KubeObject } from '../harness/cluster.ts';

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
