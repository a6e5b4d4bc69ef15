import type { Playbook } from '../../api/generated/playbook.ts';
import { shippedPlaybooks } from '../../api/generated/shipped-playbooks.ts';
import type { Resource } from '../../api/resource.ts';
import { allTaken, judgeOffers, refusalText, type FaultsOf, type Offer, type Refusal, type Taken } from '../../domain/playbooks/offers.ts';
import { inOrder } from '../../domain/playbooks/order.ts';
import type { Cache } from '../../kube/cache.ts';
import type { Log } from '../../kube/log.ts';

/** ConfigMaps of the system namespace with this label offer playbooks. */
export const playbooksLabel = 'coordination.selfheal.dev/playbooks=true';

/** What the engine reads of a ConfigMap. */
export type PlaybookMap = Resource<undefined, undefined> & { readonly data?: Readonly<Record<string, string>> | null };

/** The playbooks that hold just now, and what was refused. */
export interface PlaybooksInForce {
  /** In the order in which they are asked. */
  inOrder(): readonly Playbook[];
  refusals(): readonly Refusal[];
  /** The ConfigMaps that offer some. */
  maps(): readonly PlaybookMap[];
  /** `listener` is called after each change of what is offered. */
  onChange(listener: () => void): void;
}

/** What is read, and held against what. */
export interface PlaybookSources {
  readonly maps: Cache<PlaybookMap>;
  readonly faultsOf: FaultsOf;
  readonly log: Log;
}

/**
 * The shipped playbooks and those of the ConfigMaps, judged anew whenever one of these changes; each refusal is logged once. What was taken
 * before a refusal is known to this process only: one that starts later begins without it.
 */
export function makePlaybooksInForce({ maps, faultsOf, log }: PlaybookSources): PlaybooksInForce {
  const listeners: (() => void)[] = [];
  let taken: Taken = new Map();
  let refusals: readonly Refusal[] = [];
  let ordered = inOrder(shippedPlaybooks, []);
  const judge = (): void => {
    const said = new Set(refusals.map(refusalText));
    ({ taken, refusals } = judgeOffers(offersOf(maps.list()), taken, faultsOf));
    const own = allTaken(taken);
    ordered = inOrder(shippedPlaybooks, own);
    for (const refusal of refusals) {
      const text = refusalText(refusal);
      if (!said.has(text)) log.warn(`A playbook is refused: ${text}`, { configMap: refusal.configMap, key: refusal.key });
    }
    log.info('The playbooks of ConfigMaps were read', { own: own.length, refused: refusals.length });
    for (const listener of listeners) listener();
  };
  maps.onChange(judge);
  if (maps.size > 0) judge();
  return {
    inOrder: () => ordered,
    refusals: () => refusals,
    maps: () => maps.list(),
    onChange: (listener) => void listeners.push(listener),
  };
}

function offersOf(maps: readonly PlaybookMap[]): Offer[] {
  return maps.flatMap(({ metadata, data }) => Object.entries(data ?? {}).map(([key, text]) => ({ configMap: metadata.name, key, text })));
}
