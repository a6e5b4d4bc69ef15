import { createHash } from 'node:crypto';
import { api, type Cluster, type KubeObject } from '../harness/cluster.ts';

interface ApiResource {
  readonly kind: string;
  readonly name: string;
  readonly namespaced: boolean;
}

/** Applies objects strictly on the API server, without writing anything; an object that was applied before is not applied again. */
export class DryApply {
  readonly #cluster: Cluster;
  readonly #resources = new Map<string, Promise<readonly ApiResource[]>>();
  readonly #done = new Map<string, Promise<unknown>>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Returns when the API server would take all of them; fails with what it says of the first that it would not. */
  async all(objects: readonly KubeObject[]): Promise<void> {
    await Promise.all(objects.map((object) => this.#once(object)));
  }

  #once(object: KubeObject): Promise<unknown> {
    const key = createHash('sha256').update(JSON.stringify(object)).digest('hex');
    const asked = this.#done.get(key) ?? this.#apply(object);
    this.#done.set(key, asked);
    return asked;
  }

  async #apply(object: KubeObject): Promise<unknown> {
    const path = `${await this.#pathOf(object)}?dryRun=All&fieldValidation=Strict&fieldManager=golden&force=true`;
    return api(this.#cluster, { method: 'PATCH', patch: 'apply', path, body: object });
  }

  async #pathOf({ apiVersion, kind, metadata }: KubeObject): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const list = this.#resources.get(root) ?? this.#listed(root);
    this.#resources.set(root, list);
    const resource = (await list).find((one) => one.kind === kind && !one.name.includes('/'));
    if (!resource) throw new Error(`${apiVersion} has no kind ${kind} here`);
    const namespace = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${root}${namespace}/${resource.name}/${metadata.name}`;
  }

  async #listed(path: string): Promise<readonly ApiResource[]> {
    return (await api<{ readonly resources: readonly ApiResource[] }>(this.#cluster, { path })).resources;
  }
}
