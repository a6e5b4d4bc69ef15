import type { Settings } from '../../config.ts';
import { systemClock } from '../../kube/clock.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { Keeper } from '../let-in.ts';
import { makeAuthenticate } from './authenticate.ts';
import { allowEverything, makeAuthorize } from './authorize.ts';

/** What all doors of this process ask who somebody is and what they may; what one has learned the others know. */
export function makeKeeper(client: Pick<KubeClient, 'create'>, { auth }: Pick<Settings, 'auth'>): Keeper {
  const means = { client, clock: systemClock };
  return { authenticate: makeAuthenticate(means), authorize: auth === 'none' ? allowEverything : makeAuthorize(means) };
}
