import { setTimeout as delay } from 'node:timers/promises';
import type { ApiCall } from './api-call.ts';
import type { Disturb } from './crash-run.ts';
import { classOf, concerns, type WriteClass } from './kill-points.ts';
import type { FaultProxy } from './proxy.ts';
import type { Rule } from './rules.ts';
import type { WatchLine } from './watch-streams.ts';

/** Hits the playing's writes of that class by the rule. */
export function onWrites(proxy: FaultProxy, kind: WriteClass, rule: Omit<Rule, 'match'>): Disturb {
  return (id) => {
    const armed = proxy.arm({ ...rule, match: (call) => concerns(call, id) && classOf(call) === kind });
    return { hit: () => armed.hits() > 0, end: () => Promise.resolve(armed.disarm()) };
  };
}

/** Lets something happen at the moment of the playing's first write of that class; the write goes on at once. */
export function once(proxy: FaultProxy, kind: WriteClass, act: () => Promise<unknown>): Disturb {
  return (id) => {
    let over: Promise<unknown> = Promise.resolve();
    const begin = (): Promise<void> => {
      over = act();
      return Promise.resolve();
    };
    const match = (call: ApiCall): boolean => concerns(call, id) && classOf(call) === kind;
    const armed = proxy.arm({ match, when: 'after-commit', do: { kind: 'meanwhile', act: begin } });
    const end = async (): Promise<void> => {
      armed.disarm();
      await over;
    };
    return { hit: () => armed.hits() > 0, end };
  };
}

/** From the playing's first write of that class on every request is answered with that code, for so long. */
export function outage(proxy: FaultProxy, kind: WriteClass, { code, ms, when }: { code: number; ms: number; when: Rule['when'] }): Disturb {
  return (id) => {
    let begun = 0;
    const match = (call: ApiCall): boolean => {
      if (begun === 0 && concerns(call, id) && classOf(call) === kind) begun = performance.now();
      return begun > 0 && performance.now() - begun < ms;
    };
    const armed = proxy.arm({ match, times: Infinity, when, do: { kind: 'code', code } });
    return { hit: () => armed.hits() > 1, end: () => Promise.resolve(armed.disarm()) };
  };
}

/** The first events that match, about objects of the playing, never arrive. */
export function lost(proxy: FaultProxy, matches: (line: WatchLine, call: ApiCall) => boolean, times = 1): Disturb {
  return (id) => {
    const isOfPlaying = ({ object }: WatchLine): boolean => object.metadata?.name?.includes(id) ?? false;
    const dropped = proxy.watches.drop((line, call) => isOfPlaying(line) && matches(line, call), times);
    return { hit: () => dropped() > 0, end: () => delay(0) };
  };
}
