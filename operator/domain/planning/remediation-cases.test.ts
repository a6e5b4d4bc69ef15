import { describe, expect, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import { validateAnomaly } from '../../api/validate.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aPod, aWorkload } from '../../testing/cluster-objects.ts';
import { caseIds, givenBy } from '../../testing/engine-cases.ts';
import { seenWorkload, unavailable, world } from '../../testing/seen-world.ts';
import { deploymentOf } from '../diagnosis/deployment-method.ts';
import { isBuiltIn } from '../diagnosis/deployment-signs.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { ConditionedWorkload } from '../diagnosis/seen.ts';
import type { SeenPod } from '../health/objects.ts';
import { builtInDefaults } from './defaults.ts';
import { planFor } from './plan-for.ts';

const marks: Readonly<Record<string, Parameters<typeof aWorkload>[2]>> = {
  argocd: { annotations: { 'argocd.argoproj.io/tracking-id': 'web:apps/Deployment:shop/web' } },
  helm: { annotations: { 'meta.helm.sh/release-name': 'web' } },
  operator: { labels: { 'app.kubernetes.io/managed-by': 'web-operator' } },
  manual: {},
};

const web = (parts: Parameters<typeof aWorkload>[2] = {}): ConditionedWorkload => unavailable(aWorkload('Deployment', 'web', parts));

function planOf(workload: ConditionedWorkload, pods: readonly SeenPod[] = [], more: Partial<Anomaly['spec']> = {}) {
  const anomaly = buildAnomaly({ type: 'case', ...more });
  return planFor(diagnose(world([seenWorkload(workload, pods)]), anomaly.spec), anomaly, builtInDefaults);
}

const operationsOf = (...args: Parameters<typeof planOf>) => planOf(...args).steps.map(({ action }) => action.operation);

describe('what related engines say of who may repair a workload', () => {
  test.each(['remed-01-routing', 'remed-13-boundaries'])(
    '%s: by how it was deployed; what another tool keeps is left to that tool',
    (id) => {
      const { methods } = givenBy(id, { methods: ['argocd', 'helm', 'operator', 'manual'] });
      const planned = methods.flatMap((method) => (marks[method] ? [[method, operationsOf(web(marks[method]))]] : []));
      expect(Object.fromEntries(planned)).toMatchObject({
        argocd: ['argocd_sync'],
        operator: ['observe'],
        manual: ['restart_deployment'],
      });
      expect(Object.fromEntries(planned)).not.toMatchObject({ helm: ['restart_deployment'] });
    },
  );

  test('remed-03-imagepull: an image that is not there is for a person, so nothing is changed', () => {
    const { issue } = givenBy('remed-03-imagepull', { issue: { type: 'ImagePullBackOff' } });
    const pod = aPod('web-1', { ready: false, containers: [{ name: 'main', state: { waiting: { reason: issue.type } } }] });
    const [step] = planOf(web(), [pod]).steps;
    expect(step).toMatchObject({ action: { operation: 'observe' }, undo: 'None', description: expect.stringContaining('a person') });
  });

  test('remed-08-owner-cr: the controller of a kind that Kubernetes does not have', () => {
    const owner = (kind: string, name: string, apiVersion: string) => ({ kind, name, apiVersion });
    const set = owner('ReplicaSet', 'web-1', 'apps/v1');
    const own = [
      [owner('Database', 'db', 'databases.example.com/v1')],
      [set],
      [set, owner('Application', 'app', 'apps.example.com/v1beta1')],
      [],
    ];
    const { rows } = givenBy('remed-08-owner-cr', { rows: own });
    const managers = rows.map((owners) => {
      const ownerReferences = owners.map((one) => ({ ...one, uid: `uid-${one.name}`, controller: !isBuiltIn(one) }));
      return deploymentOf(web({ ownerReferences })).managedBy?.split('/')[0];
    });
    expect(managers).toEqual(['Database', undefined, 'Application', undefined]);
  });

  test('remed-15-risky-actions: a report can ask for what it likes; what is risky a person has to ask for by its name', () => {
    const own = ['delete_pod', 'delete_deployment', 'scale_to_zero', 'update_image', 'restart_deployment'];
    const { actions } = givenBy('remed-15-risky-actions', { actions: own });
    for (const recommendedAction of actions) expect(operationsOf(web(), [], { recommendedAction })).toEqual(['restart_deployment']);
  });
});

test('remed-11-issue-validate: what does not say what is wrong with what is refused; ids and namespaces have defaults', () => {
  const { apiVersion, kind, metadata, spec } = buildAnomaly({ type: 'case' });
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
  const without: Readonly<Record<string, object>> = {
    type: { ...spec, type: undefined, targets: [target] },
    namespace: { ...spec, targets: [{ ...target, namespace: undefined }] },
    resource_name: { ...spec, targets: [{ ...target, name: undefined }] },
    resource_type: { ...spec, targets: [{ ...target, kind: undefined }] },
  };
  const own = [null, 'type', 'namespace', 'resource_name', 'resource_type'];
  const { missing_field: missing } = givenBy<{ missing_field: readonly (string | null)[] }>('remed-11-issue-validate', {
    missing_field: own,
  });
  const valid = missing.flatMap((field) => {
    const given = field === null ? { ...spec, targets: [target] } : without[field];
    if (!given) return [];
    const anomaly: unknown = JSON.parse(JSON.stringify({ apiVersion, kind, metadata, spec: given }));
    return [[String(field), validateAnomaly(anomaly).ok]];
  });
  expect(Object.fromEntries(valid)).toEqual({ null: true, type: false, namespace: true, resource_name: false, resource_type: false });
});

test('none of their cases about remediation is left out', () => {
  const here = ['01-routing', '03-imagepull', '08-owner-cr', '11-issue-validate', '13-boundaries', '15-risky-actions'];
  const byOperations = [
    '02-crashloop-pod',
    '05-deployment-restart',
    '10-api-version',
    '12-argocd-sync',
    '14-operator-stuck',
    '17-statefulset',
  ];
  const known = new Set([...here, ...byOperations].map((id) => `remed-${id}`));
  expect(caseIds('remed-').filter((id) => !known.has(id))).toEqual([]);
});
