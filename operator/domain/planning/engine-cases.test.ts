import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { PlanStep } from '../../api/generated/types.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aClusterOperator, aNode, aPod, aPool, aWorkload, configured } from '../../testing/cluster-objects.ts';
import { seenTarget, seenWorkload, unavailable, world } from '../../testing/seen-world.ts';
import { deploymentOf } from '../diagnosis/deployment-method.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { layerOfKind, sortLayers } from '../diagnosis/layers.ts';
import type { SeenTarget } from '../diagnosis/seen.ts';
import { layersFromWords } from '../diagnosis/words.ts';
import { builtInDefaults } from './defaults.ts';
import { planFor } from './plan-for.ts';

interface Resource {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

interface Case {
  readonly id: string;
  readonly input: {
    readonly description?: string;
    readonly resources?: readonly Resource[];
    readonly resource?: Resource;
    readonly kinds?: readonly string[];
    readonly layers?: Parameters<typeof sortLayers>[0];
    readonly kind?: string;
    readonly metadata?: {
      readonly name: string;
      readonly namespace: string;
      readonly annotations?: Record<string, string>;
      readonly labels?: Record<string, string>;
    };
    readonly deployment?: { readonly method: string; readonly managedBy?: string };
    readonly mco_related?: boolean;
  };
  readonly expected: Record<string, unknown>;
}

/** Facts from relatives of this engine; they are not part of the product, so the tests that need them are skipped where they are absent. */
const file = new URL('../../../../shared/cases/engine-cases.json', import.meta.url);
const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases : [];
const about = cases.length > 0 ? describe : describe.skip;
if (cases.length === 0) process.stderr.write('SKIPPED: the cases of related engines are not here\n');
const none: Case = { id: 'no cases here', input: {}, expected: {} };
/** A table must not be empty, even one that is skipped. */
const starting = (prefix: string) => (cases.length === 0 ? [none] : cases.filter(({ id }) => id.startsWith(prefix)));
const one = (id: string) => cases.find((candidate) => candidate.id === id) ?? { id, input: {}, expected: {} };

/** The resource in the bad state that the case speaks of. */
function found({ kind, name, namespace }: Resource, { argo, rollout }: { argo?: string; rollout?: boolean } = {}): SeenTarget {
  const annotations = rollout ? configured('a', 'b') : {};
  if (kind === 'Node') return seenTarget(aNode(name, { conditions: { Ready: 'False' }, annotations }));
  if (kind === 'MachineConfigPool') return seenTarget(aPool(name, { conditions: { Updating: 'True' } }));
  if (kind === 'ClusterOperator') return seenTarget(aClusterOperator(name, { Degraded: 'True' }));
  const tracked: Record<string, string> =
    argo === undefined ? {} : { 'argocd.argoproj.io/tracking-id': `${argo}:apps/Deployment:${namespace}/${name}` };
  const workload = unavailable(aWorkload('Deployment', kind === 'Pod' ? `${name}-owner` : name, { namespace, annotations: tracked }));
  return kind === 'Pod'
    ? seenWorkload(workload, [aPod(name, { namespace, ready: false })], `Pod/${namespace}/${name}`)
    : seenWorkload(workload);
}

function planOf(targets: readonly SeenTarget[], description = ''): readonly PlanStep[] {
  const anomaly = buildAnomaly({ type: 'case', description });
  return planFor(diagnose(world(targets), anomaly.spec), anomaly, builtInDefaults).steps;
}

about('layers of related engines', () => {
  const typed = [
    'layer-01',
    'layer-03',
    'layer-05',
    'layer-11',
    'layer-12',
    'layer-neg-01',
    'layer-neg-02',
    'layer-neg-05',
    'layer-neg-07',
  ].flatMap(starting);
  test.each(typed)('$id: kinds and conditions decide, whatever the words say', ({ input, expected }) => {
    const { affectedLayers, rootCause } = diagnose(world((input.resources ?? []).map((resource) => found(resource))), {
      type: 'case',
      ...input,
    });
    if (expected['root_cause_layer']) expect(rootCause?.layer).toBe(expected['root_cause_layer']);
    if (expected['affected_layers']) expect(affectedLayers).toEqual(expected['affected_layers']);
    if (expected['affected_layers_contains']) expect(affectedLayers).toEqual(expected['affected_layers_contains']);
    if (expected['is_multi_layer'] !== undefined) expect(affectedLayers.length > 1).toBe(expected['is_multi_layer']);
  });

  test.each(starting('layer-kw-'))('$id: words, where nothing else is known', ({ input, expected }) => {
    const spoken = layersFromWords(input.description);
    const said = {
      infrastructure: spoken.includes('infrastructure'),
      platform: spoken.includes('platform'),
      application: spoken.includes('application'),
    };
    for (const [key, value] of Object.entries(expected))
      expect([key, said[key.replace('_affected', '') as keyof typeof said]]).toEqual([key, value]);
  });

  test.each(['layer-08', 'layer-09'].flatMap(starting))('$id: kinds belong to layers', ({ expected }) => {
    for (const [kind, layer] of Object.entries(expected)) {
      const known = kind.replace("<any kind containing 'Operator'>", 'SomeOperatorConfig').replace('<anything else>', 'Whatever');
      expect([kind, layerOfKind(known)]).toEqual([kind, layer]);
    }
  });

  test.each(starting('layer-13'))('$id: a report in words alone', ({ input, expected }) => {
    const { affectedLayers, rootCause } = diagnose(world([]), { type: 'case', ...input });
    expect([affectedLayers, rootCause?.layer]).toEqual([expected['affected_layers'], expected['root_cause_layer']]);
  });

  test('plan-layer-sort: layers go upwards', () => {
    const { input, expected } = one('plan-layer-sort');
    expect(sortLayers(input.layers ?? [])).toEqual(expected['sorted']);
  });
});

about('plans of related engines', () => {
  test.each([
    { id: 'plan-seed-node-mco', operation: 'monitor_mco', waitSeconds: 300, required: true },
    { id: 'plan-seed-node-direct', operation: 'drain_and_reboot_node', waitSeconds: 600, required: true },
    { id: 'plan-seed-app-argocd', operation: 'argocd_sync', waitSeconds: 120, required: true },
    { id: 'plan-seed-app-manual', operation: 'restart_deployment', waitSeconds: 60, required: false },
    { id: 'plan-step-deployment', operation: 'restart_deployment', waitSeconds: 60, required: false },
    { id: 'plan-step-clusteroperator', operation: 'monitor_cluster_operator', waitSeconds: 300, required: true },
  ])('$id: one step, $operation', ({ id, operation, waitSeconds, required }) => {
    const { resource, deployment, mco_related } = one(id).input;
    expect(resource).toBeDefined();
    const steps = planOf(resource ? [found(resource, { argo: deployment?.managedBy, rollout: mco_related })] : []);
    expect(steps).toMatchObject([{ order: 1, waitSeconds, required, action: { operation, target: { name: resource?.name } } }]);
  });

  test('plan-three-layers-full: one step for each layer, lowest first', () => {
    const { input, expected } = one('plan-three-layers-full');
    const renamed: Readonly<Record<string, string>> = { monitor_mcp: 'monitor_mco', monitor_clusteroperator: 'monitor_cluster_operator' };
    const steps = planOf((input.resources ?? []).map((resource) => found(resource)));
    const wanted = expected['steps'] as readonly { order: number; layer: string; action_type: string; required: boolean }[];
    expect(steps).toMatchObject(
      wanted.map(({ order, layer, action_type, required }) => ({
        order,
        layer,
        required,
        action: { operation: renamed[action_type] ?? action_type },
      })),
    );
  });
});

about('deployment methods of related engines', () => {
  const described = starting('detect-').filter(({ id, input }) => id === none.id || input.metadata?.annotations !== undefined);
  test.each(described)('$id', ({ input, expected }) => {
    const info = deploymentOf(aWorkload('Deployment', 'x', input.metadata));
    expect(info.method.toLowerCase()).toBe(expected['method']);
    if (expected['confidence'] !== undefined) expect(info.confidence).toBe(expected['confidence']);
    if (expected['application'] !== undefined) expect(info.managedBy).toBe(expected['application']);
  });
});
