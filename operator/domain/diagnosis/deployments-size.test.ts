import { describe, expect, test } from '@jest/globals';
import { aPod, aWorkload } from '../../testing/cluster-objects.ts';
import { seenWorkload, unavailable, world } from '../../testing/seen-world.ts';
import { diagnose } from './diagnose.ts';

const killed = (name: string) => ({
  name,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
});
const limits = (memory: string) => ({ resources: { limits: { memory } } });

/** What is recorded of how the workload was deployed. */
function recorded(
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet',
  { revision, pods = [] }: { revision?: string; pods?: ReturnType<typeof aPod>[] } = {},
) {
  const annotations: Record<string, string> = revision === undefined ? {} : { 'deployment.kubernetes.io/revision': revision };
  const found = diagnose(world([seenWorkload(unavailable(aWorkload(kind, 'pay', { annotations })), pods)]), { type: 'x' });
  const { replicas, revision: number, outOfMemory } = found.deployments[0] ?? {};
  return { replicas, revision: number, outOfMemory };
}

describe('what playbooks have to know of a workload', () => {
  test.each([
    { of: 'a Deployment', found: recorded('Deployment', { revision: '3' }), replicas: 2, revision: 3 },
    {
      of: 'a Deployment whose revision somebody wrote',
      found: recorded('Deployment', { revision: 'three' }),
      replicas: 2,
      revision: undefined,
    },
    { of: 'a StatefulSet', found: recorded('StatefulSet', { revision: '3' }), replicas: 2, revision: undefined },
    { of: 'a DaemonSet', found: recorded('DaemonSet'), replicas: undefined, revision: undefined },
  ])('of $of are its replicas $replicas and its revision $revision', ({ found, replicas, revision }) => {
    expect(found).toEqual({ replicas, revision, outOfMemory: undefined });
  });

  test('are the containers that were killed for want of memory and had a limit, each once', () => {
    const spec = { containers: [{ name: 'app', ...limits('64Mi') }, { name: 'proxy' }] };
    const pods = ['pay-1', 'pay-2'].map((name) => aPod(name, { ready: false, spec, containers: [killed('app'), killed('proxy')] }));
    expect(recorded('Deployment', { pods }).outOfMemory).toEqual([{ container: 'app', limit: '64Mi' }]);
  });
});
