import { afterEach, beforeAll, beforeEach } from '@jest/globals';
import { installEngine } from '../harness/engine.ts';
import { applyStages, type ExtraStage } from '../harness/stages.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { clear } from './scenario.ts';

/** Where the test that runs now plays, and under which name. */
export interface Playing {
  readonly cluster: WorkerCluster;
  /** Every name of this playing begins with it; no other test has it. */
  readonly id: string;
}

interface Setting {
  readonly stages?: readonly ExtraStage[];
  /** Makes the nodes and workloads of one playing. */
  readonly prepare: (cluster: WorkerCluster, id: string) => Promise<void>;
}

/** Defines what the tests of a file have in common: the engine is installed, each has a scene of its own, and what it leaves is cleared. */
export function eachTestPlays(stem: string, { stages = [], prepare }: Setting): Playing {
  let cluster: WorkerCluster | undefined;
  let id = '';
  let played = 0;
  const there = (): WorkerCluster => {
    if (!cluster) throw new Error('it is made before the first test, not before');
    return cluster;
  };
  beforeAll(async () => {
    cluster = await workerCluster();
    await installEngine(cluster);
    if (stages.length > 0) await applyStages(cluster, stages);
  });
  beforeEach(async () => {
    id = `${stem}${process.pid.toString(36)}x${(played += 1)}`;
    await prepare(there(), id);
  });
  afterEach(() => clear(there(), id), 60_000);
  return {
    get cluster() {
      return there();
    },
    get id() {
      return id;
    },
  };
}
