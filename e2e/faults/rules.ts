import type { ApiCall } from './api-call.ts';

/** What goes wrong with a request. */
export type Fault =
  /** The operator dies at this moment; its request is lost, or its answer. */
  | { readonly kind: 'kill'; readonly kill: () => void }
  /** The API server seems to answer with an error. */
  | { readonly kind: 'code'; readonly code: number; readonly retryAfterSeconds?: number }
  | { readonly kind: 'delay'; readonly ms: number }
  /** No answer ever comes. */
  | { readonly kind: 'hang' }
  /** The connection breaks. */
  | { readonly kind: 'reset' }
  /** The request, or its answer, is held while something else happens, and then goes on. */
  | { readonly kind: 'meanwhile'; readonly act: () => Promise<void> };

export interface Rule {
  readonly match: (call: ApiCall) => boolean;
  /** The first matching request that is hit, from 1; 1 unless told. */
  readonly nth?: number;
  /** How many matching requests are hit from there on; 1 unless told. */
  readonly times?: number;
  /** Before the request reaches the API server, or when the API server has answered and the operator does not know yet. */
  readonly when: 'before' | 'after-commit';
  readonly do: Fault;
}

/** A rule in force. */
export interface Armed {
  /** How many requests it has hit. */
  hits(): number;
  /** True afterwards: it hits no more. */
  disarm(): void;
}

/** The rules in force, in the order in which they were armed. */
export class Rules {
  readonly #armed = new Map<Rule, { seen: number; hits: number }>();

  arm(rule: Rule): Armed {
    const state = { seen: 0, hits: 0 };
    this.#armed.set(rule, state);
    return { hits: () => state.hits, disarm: () => void this.#armed.delete(rule) };
  }

  /** The rule that hits this request, which counts as seen by every rule that it matches. */
  take(call: ApiCall): Rule | undefined {
    let taken: Rule | undefined;
    for (const [rule, state] of this.#armed) {
      if (!rule.match(call)) continue;
      state.seen += 1;
      const { nth = 1, times = 1 } = rule;
      if (taken || state.seen < nth || state.seen >= nth + times) continue;
      state.hits += 1;
      taken = rule;
    }
    return taken;
  }
}
