import { refusalText } from '../../domain/playbooks/offers.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';

/** Whoever leads tells by an Event on each ConfigMap what of it is refused, once for each of its versions. */
export function makePlaybookReporter({ events, playbooks }: Pick<EngineDeps, 'events' | 'playbooks'>): Controller {
  const told = new Map<string, string>();
  let leads = false;
  const tell = (): void => {
    if (!leads) return;
    for (const map of playbooks.maps()) {
      const { uid, resourceVersion, name } = map.metadata;
      const refused = playbooks.refusals().filter(({ configMap }) => configMap === name);
      if (refused.length === 0 || told.get(uid) === resourceVersion) continue;
      told.set(uid, resourceVersion);
      for (const refusal of refused)
        events.record({ regarding: map, type: 'Warning', reason: 'PlaybookRefused', action: 'Read', note: refusalText(refusal) });
    }
  };
  playbooks.onChange(tell);
  return {
    name: 'playbooks',
    start() {
      leads = true;
      tell();
    },
    stop() {
      leads = false;
      return Promise.resolve();
    },
  };
}
