import { usualNamespace as namespace } from '../api/usual-namespace.ts';
import type { MachineConfig } from '../domain/machine-config/content.ts';
import { contentOf, hashOf } from '../domain/machine-config/content.ts';
import type { SourcedPool } from '../domain/machine-config/in-force.ts';
import { contentRevision, goodConfig, goodRevision } from '../domain/machine-config/known-good.ts';
import { keys } from '../api/resource.ts';
import { aPool } from './cluster-objects.ts';

interface ConfigParts {
  readonly argument?: string;
  readonly labels?: Record<string, string>;
  /** When its spec was last written; the start of 2026 unless told. */
  readonly writtenAt?: string;
  readonly createdAt?: string;
  readonly annotations?: Record<string, string>;
  readonly owner?: string;
}

const start = '2026-01-01T00:00:00Z';

/** A MachineConfig of the worker pool with one kernel argument. */
export function aMachineConfig(name: string, parts: ConfigParts = {}): MachineConfig {
  const { argument = 'good', labels = { role: 'worker' }, writtenAt = start, createdAt = start, annotations = {}, owner } = parts;
  const owners =
    owner === undefined ? {} : { ownerReferences: [{ apiVersion: 'v1', kind: 'KubeletConfig', name: owner, uid: 'k', controller: true }] };
  return {
    apiVersion: 'machineconfiguration.openshift.io/v1',
    kind: 'MachineConfig',
    metadata: {
      name,
      uid: `uid-${name}`,
      resourceVersion: '1',
      creationTimestamp: createdAt,
      labels,
      annotations,
      ...owners,
      managedFields: [{ time: writtenAt, fieldsV1: { 'f:spec': {} } }],
    },
    spec: { kernelArguments: [argument] },
  };
}

/** What a pool was rendered from, as it stands in its spec or status. */
export function renderedFrom(name: string, ...sources: readonly string[]) {
  return { name, source: sources.map((source) => ({ name: source })) };
}

interface PoolOf {
  readonly name?: string;
  /** What its machines are to have, and what they have; the same unless told. */
  readonly wanted: ReturnType<typeof renderedFrom>;
  readonly present?: ReturnType<typeof renderedFrom>;
  readonly degraded?: boolean;
  readonly paused?: boolean;
}

/** A pool with its configurations. */
export function aSourcedPool({ name = 'worker', wanted, present = wanted, degraded = false, paused }: PoolOf): SourcedPool {
  const conditions: Record<string, string> = degraded ? { Updated: 'False', Updating: 'True', Degraded: 'True' } : {};
  const pool = aPool(name, { conditions, spec: { configuration: wanted, ...(paused && { paused }) } });
  return { ...pool, status: { ...pool.status, configuration: present } };
}

/** The ControllerRevisions in which a known good state of the worker pool is kept. */
export function keptState(configuration: string, configs: readonly MachineConfig[], { pool = 'worker', revision = 1 } = {}) {
  const kept = (name: string, as: string, data: object) => ({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { namespace, name, labels: { [keys.kept]: as } },
    data,
    revision,
  });
  const machineConfigs = configs.map(goodConfig);
  return [
    kept(goodRevision(pool, configuration), 'known-good', { pool, configuration, machineConfigs }),
    ...configs.map((config) => kept(contentRevision(config.metadata.name, hashOf(config)), 'content', contentOf(config))),
  ];
}
