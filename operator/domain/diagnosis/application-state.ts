import { targetString } from '../../api/target.ts';
import type { SeenApplication } from './seen-objects.ts';
import { targetOf } from './seen.ts';
import { stateOf, type State } from './state.ts';

/** What is wrong with an Argo CD Application, by what Argo CD says of it. */
export function applicationState(application: SeenApplication): State {
  const { sync, health } = application.status ?? {};
  const where = targetString(targetOf(application));
  const of = (word: string, what: string, since?: string) => [{ word, evidence: { what, where, ...(since !== undefined && { since }) } }];
  const ill = { Degraded: 'DegradedApp', Missing: 'MissingApp' }[health?.status ?? ''];
  return stateOf([
    ...(ill === undefined ? [] : of(ill, `Argo CD says that it is ${health?.status}`, health?.lastTransitionTime)),
    ...(sync?.status === 'OutOfSync' ? of('OutOfSync', 'it differs from its repository') : []),
  ]);
}
