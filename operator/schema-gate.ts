import { schemaHash } from './api/generated/schema-hash.ts';
import type { ReadinessGate } from './ingress/health-server.ts';
import type { KubeClient, KubeObject } from './kube/client.ts';
import { KubeError } from './kube/errors.ts';
import { kinds } from './kube/kinds.ts';

const annotation = 'coordination.selfheal.dev/schema-hash';
const ownKinds = [kinds.Anomaly, kinds.RemediationPlan, kinds.RemediationAction, kinds.RemediationPolicy];
const crdNames = ownKinds.map(({ plural }) => `${plural}.coordination.selfheal.dev`);

/** Holds once the installed CRDs have the schema that this process was built for; an older one would lose status fields silently. */
export class SchemaGate implements ReadinessGate {
  readonly name = 'schema';
  #objection: string | undefined = 'the CRDs have not been read yet';

  objection(): string | undefined {
    return this.#objection;
  }

  /** True when the CRDs match; otherwise `objection` says what to do. */
  async look(client: Pick<KubeClient, 'get'>): Promise<boolean> {
    try {
      for (const name of crdNames) {
        this.#objection = objectionTo(name, await client.get<KubeObject>(kinds.CustomResourceDefinition, { name }));
        if (this.#objection !== undefined) return false;
      }
      return true;
    } catch (error) {
      if (!(error instanceof KubeError)) throw error;
      this.#objection = `the CRDs cannot be read: ${error.message}`;
      return false;
    }
  }
}

function objectionTo(name: string, crd: KubeObject | undefined): string | undefined {
  if (!crd) return `SchemaTooOld: the CRD ${name} is not installed; apply crds/ first`;
  if (crd.metadata.annotations?.[annotation] === schemaHash) return undefined;
  return `SchemaTooOld: the CRD ${name} is not the one that this version needs; apply its crds/ first`;
}
