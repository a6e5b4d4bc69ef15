import { usualNamespace as system } from '../../operator/api/usual-namespace.ts';
import { attempt } from '../harness/attempt.ts';
import { engineServiceAccount, installEngine } from '../harness/engine.ts';
import { api, type ApiRequest, type Cluster, type KubeObject } from '../harness/cluster.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { serviceAccountToken } from '../harness/service-account.ts';
import { hire, install, installAdmission, type Holds, type Person } from './people.ts';
import { anAction, collectionOf, team, type Wish } from './wishes.ts';

const asks = (namespace: string): Holds => ({ role: 'remediation-requester', namespace });
const approvesIn = (namespace: string): Holds => ({ role: 'remediation-approver', namespace });
const approves = approvesIn(team);

/** By name, what everybody may do. */
const roles = {
  /** Asks in the team's namespace and in kube-system, and may approve what others ask for in both. */
  ann: [asks(team), asks('kube-system'), approves, approvesIn('kube-system')],
  eve: [asks(team)],
  bob: [approves],
  carol: [approves, { role: 'e2e-approve-unattributed', namespace: team }],
  ops: [asks(system), asks(team)],
  /** A rule that reports about nodes. */
  robot: [asks(system), asks(team), { role: 'remediation-source-deterministic', namespace: system }],
  guard: [asks(system), asks('kube-system'), approvesIn('kube-system'), { role: 'remediation-of-protected', namespace: 'kube-system' }],
  /** What Kubernetes' own roles come to. */
  editor: [{ role: 'edit', namespace: team }],
  reader: [{ role: 'view', namespace: team }],
  verifier: [{ role: 'e2e-writes-status', namespace: team }],
} as const satisfies Readonly<Record<string, readonly Holds[]>>;

export type Who = keyof typeof roles | 'admin' | 'engine';

interface Stored extends Pick<KubeObject, 'metadata'> {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: { readonly phase?: string };
}

/** People with real tokens, and what they can do; every answer is `accepted` or the words of the refusal. */
export interface Scene {
  readonly user: (who: Who) => string;
  /** Lists where the wish would be. */
  look(who: Who, wish: Wish): Promise<string>;
  /** With `dryRun` nothing comes of it, but it is judged. */
  create(who: Who, wish: Wish, how?: { readonly dryRun: boolean }): Promise<string>;
  patch(who: Who, wish: Wish, body: object, how?: Pick<ApiRequest, 'patch'> & { readonly status?: boolean }): Promise<string>;
  /** Approves in one's own name, unless told otherwise. */
  decide(who: Who, wish: Wish, approval?: object): Promise<string>;
  /** As it is stored now. */
  read(wish: Wish): Promise<Stored>;
}

/** The engine is installed, the policies about people hold, and everybody has a token. */
export async function openScene(cluster: Cluster): Promise<Scene> {
  await installEngine(cluster);
  await install(cluster, 'people');
  const plans = ['remediationplans', 'remediationactions'];
  const states = ['anomalies', ...plans, 'remediationpolicies'].map((plural) => `${plural}/status`);
  await applyObjects(cluster, [
    ...[team, 'adm-other'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    role('e2e-approve-unattributed', plans, ['approve-unattributed']),
    role('e2e-writes-status', states, ['patch']),
  ]);
  const engine = { user: 'engine', token: await serviceAccountToken(cluster, engineServiceAccount) };
  const admin = { user: 'admin', token: cluster.adminToken };
  const people = await hire<keyof typeof roles>(cluster, team, roles);
  const scene = sceneOf(cluster, new Map<Who, Person>([...people, ['admin', admin], ['engine', engine]]));
  const isRefused = async (wish: Wish, says: string) => (await scene.create('ann', wish, { dryRun: true })).includes(says);
  await installAdmission(
    cluster,
    async () =>
      (await isRefused(anAction({ requestedBy: 'jo' }), 'spec.requestedBy must be')) &&
      (await isRefused(anAction({ namespace: 'kube-system', target: 'Deployment/kube-system/dns' }), 'ProtectedTarget')) &&
      (await isRefused(anAction(), 'accepted')),
  );
  return scene;
}

function role(name: string, resources: readonly string[], verbs: readonly string[]): object {
  const rules = [{ apiGroups: ['coordination.selfheal.dev'], resources, verbs }];
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
}

function sceneOf(cluster: Cluster, people: ReadonlyMap<Who, Person>): Scene {
  const of = (who: Who): Person => people.get(who) ?? { user: who, token: '' };
  const pathOf = (wish: Wish) => `${collectionOf(wish)}/${wish.metadata.name}`;
  const patch: Scene['patch'] = (who, wish, body, { status = false, ...how } = {}) => {
    const path = `${pathOf(wish)}${status ? '/status' : ''}`;
    return attempt(cluster, { method: 'PATCH', path, body, token: of(who).token, ...how });
  };
  return {
    user: (who) => of(who).user,
    look: (who, wish) => attempt(cluster, { path: collectionOf(wish), token: of(who).token }),
    patch,
    create: (who, wish, { dryRun } = { dryRun: false }) =>
      attempt(cluster, {
        method: 'POST',
        path: `${collectionOf(wish)}${dryRun ? '?dryRun=All' : ''}`,
        body: wish,
        token: of(who).token,
      }),
    decide: (who, wish, approval = {}) => patch(who, wish, { spec: { approval: { decision: 'Approved', by: of(who).user, ...approval } } }),
    read: (wish) => api(cluster, { path: pathOf(wish) }),
  };
}
