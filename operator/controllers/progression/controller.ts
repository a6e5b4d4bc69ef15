import { decidePlan } from '../../domain/progression/decide-plan.ts';
import type { Ask, Decision, Refused, Rules, SeenPlan, Verdict } from '../../domain/progression/seen.ts';
import { formatKey, keyOf, namespaceOfKey, parseKey } from '../../kube/client.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { idsOfPlan, namingIn } from '../runtime/ids-of.ts';
import { statusRecorder } from '../runtime/record.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { countEnds } from './count-ends.ts';
import { foreseeAll } from './foresee.ts';
import { addIndexes, observePlan } from './observe.ts';
import { performAll } from './perform.ts';
import { PlanLocks } from './plan-locks.ts';
import { makeRules } from './rules.ts';
import { Standings } from './standings.ts';
import { PlanStarts, wantsToStart } from './start-verdict.ts';
import { subjectsOf } from './subjects.ts';
import { tell } from './tell.ts';
import { wakePlans } from './wake.ts';

const workers = 8;

/** The controller that carries plans out: it starts them, makes their actions, judges their checkpoints and rolls them back. */
export function makeProgressionController(deps: EngineDeps): Controller {
  const { caches } = deps;
  const queue = makeQueue(deps, { name: 'progression', ownerOf: namespaceOfKey });
  const reconcile = namingIn(caches.plans, idsOfPlan, makeReconcile(deps));
  addIndexes(caches);
  wakePlans(deps, (key) => queue.add(key));
  return makeController(deps, {
    queue,
    workers,
    reconcile,
    onStart: () => caches.plans.list().forEach((plan) => queue.add(formatKey(keyOf(plan)))),
  });
}

type Next = Extract<Decision, { kind: 'next' }>;

/** Drives the plan of a key one step further; everything it needs to continue is in the plan's status and its actions. */
export function makeReconcile(deps: EngineDeps): (key: string) => Promise<Requeue> {
  const { caches, admission, policy } = deps;
  const rules = makeRules(deps);
  const locks = new PlanLocks(deps);
  const starts = new PlanStarts(deps, locks);
  const standings = new Standings(deps);
  const refusals = new Map<string, ReadonlyMap<string, Refused>>();

  return async (key) => {
    const plan = caches.plans.get(parseKey(key));
    const refused = refusals.get(key) ?? new Map<string, Refused>();
    refusals.delete(key);
    if (!plan) return done;
    const starting = wantsToStart(plan, policy());
    if (starting) await starts.read(plan);
    const pass = (): Promise<Pass | undefined> => decideAndRecord(deps, { key, rules: rules(), readers: { starts, standings }, refused });
    const passed = await (starting ? admission.run(pass) : pass());
    if (!passed) return done;
    const { refused: nowRefused, again } = await performAll(deps, passed.plan, passed.next.effects, (happening) =>
      tell(deps, { plan: passed.plan, subjects: subjectsOf(caches, locks, passed.plan), happening }),
    );
    if (nowRefused.size > 0) refusals.set(key, nowRefused);
    return { after: again ? 0 : passed.next.requeueAfter };
  };
}

interface Pass {
  readonly plan: SeenPlan['plan'];
  readonly next: Next;
}

/** What answers questions and remembers something from pass to pass. */
interface Readers {
  readonly starts: PlanStarts;
  readonly standings: Standings;
}

interface Work {
  readonly key: string;
  readonly rules: Rules;
  readonly readers: Readers;
  readonly refused: ReadonlyMap<string, Refused>;
}

async function decideAndRecord(deps: EngineDeps, { key, rules, readers, refused }: Work): Promise<Pass | undefined> {
  const seen = observePlan(deps.caches, key, rules, refused);
  if (!seen) return undefined;
  const next = await decideAsking(deps, readers, seen);
  const plan = await statusRecorder(deps).plan(seen.plan, next.status);
  countEnds(deps.metrics, seen.plan, plan);
  return { plan, next };
}

/** The decision, once everything that it asks for is answered. */
async function decideAsking(deps: EngineDeps, readers: Readers, seen: SeenPlan): Promise<Next> {
  const decision = decidePlan(seen, deps.clock.now());
  if (decision.kind === 'next') return decision;
  return decideAsking(deps, readers, { ...seen, answers: await answer(deps, readers, seen, decision.ask) });
}

async function answer(deps: EngineDeps, readers: Readers, { answers, plan }: SeenPlan, ask: Ask): Promise<SeenPlan['answers']> {
  if (ask.kind === 'start') return { ...answers, start: readers.starts.verdict(plan) };
  if (ask.kind === 'rights') return { ...answers, rights: await readers.starts.rights(plan) };
  if (ask.kind === 'foresight') return { ...answers, foresight: await foreseeAll(deps, plan, ask.steps) };
  if (ask.kind === 'standings')
    return { ...answers, standings: new Map([...(answers.standings ?? []), ...(await readers.standings.of(plan, ask.steps))]) };
  const planConditions = plan.status?.conditions ?? [];
  const verdicts = await Promise.all(
    ask.checks.map(async ({ name: check, type, ...question }): Promise<[string, Verdict]> => [
      check,
      await deps.runCheck(type, { ...question, planConditions }),
    ]),
  );
  return { ...answers, checks: { ...answers.checks, [ask.id]: new Map(verdicts) } };
}
