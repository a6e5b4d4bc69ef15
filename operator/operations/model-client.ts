import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleType, type CircuitBreakerPolicy } from 'cockatiel';
import type { Reason } from '../api/reasons.ts';
import { inferRequest, type Protocol, type Rows } from '../domain/prediction/infer-request.ts';
import type { ModelAddress } from '../domain/prediction/model-address.ts';
import { readAnswer, type Prediction } from '../domain/prediction/read-answer.ts';
import { Unanswered, type HttpPost, type Reply } from '../outbound/http-post.ts';

/** What came of asking a model. */
export type Inference =
  | { readonly kind: 'predicted'; readonly prediction: Prediction }
  /** `passing`: it may be otherwise in a while. */
  | { readonly kind: 'failed'; readonly reason: Reason; readonly message: string; readonly passing: boolean }
  /** It failed so often of late that it is left alone for now; it was not asked. */
  | { readonly kind: 'resting'; readonly seconds: number; readonly message: string };

/** Asks models, each with a circuit breaker of its own that lives as long as this process. */
export type AskModel = (address: ModelAddress, rows: Rows) => Promise<Inference>;

/** When a model is given up for a while, and how long one call may take. */
export interface Patience {
  readonly callMs: number;
  /** So many failures in a row open the circuit. */
  readonly failures: number;
  readonly restMs: number;
}

export const usualPatience: Patience = { callMs: 5_000, failures: 5, restMs: 30_000 };

const mostBreakers = 256;
const longestQuote = 200;

/** Asks over this way out, every breaker closed at first. */
export function makeAskModel(post: HttpPost, patience: Patience = usualPatience): AskModel {
  const breakerOf = makeBreakers(patience);
  return async (address, rows) => {
    const breaker = breakerOf(address);
    try {
      const { protocol, reply } = await breaker.policy.execute(() => converse(post, { address, rows, timeoutMs: patience.callMs }));
      return judge(reply, { protocol, model: address.model, rows });
    } catch (error) {
      if (error instanceof BrokenCircuitError) return resting(address, patience, breaker.openedAt);
      if (error instanceof Unanswered) return unavailable(`Model ${address.model} gave no answer: ${error.message}.`);
      throw error;
    }
  };
}

interface Breaker {
  readonly policy: CircuitBreakerPolicy;
  /** When it opened last, in milliseconds. */
  openedAt: number;
}

/** Failures of one model do not keep others from being asked; the one that was asked longest ago is forgotten first. */
function makeBreakers(patience: Patience): (address: ModelAddress) => Breaker {
  const breakers = new Map<string, Breaker>();
  return ({ base, model }) => {
    const key = `${base} ${model}`;
    const breaker = breakers.get(key) ?? makeBreaker(patience);
    breakers.delete(key);
    breakers.set(key, breaker);
    const [oldest] = breakers.keys();
    if (breakers.size > mostBreakers && oldest !== undefined) breakers.delete(oldest);
    return breaker;
  };
}

function makeBreaker({ failures, restMs }: Patience): Breaker {
  const policy = circuitBreaker(handleType(Unanswered), { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failures) });
  const breaker = { policy, openedAt: 0 };
  policy.onBreak(() => (breaker.openedAt = Date.now()));
  return breaker;
}

interface Conversation {
  readonly address: ModelAddress;
  readonly rows: Rows;
  readonly timeoutMs: number;
}

/** Where nobody says which protocol the server speaks, v2 is tried first: a server that does not know it answers so. */
async function converse(post: HttpPost, { address, rows, timeoutMs }: Conversation): Promise<{ protocol: Protocol; reply: Reply }> {
  const { base, model, trusted } = address;
  const ask = async (protocol: Protocol): Promise<{ protocol: Protocol; reply: Reply }> => {
    const { path, body } = inferRequest(protocol, model, rows);
    const reply = await post({ url: base + path, body, timeoutMs, trusted });
    if (isOverload(reply)) throw new Unanswered(`HTTP ${reply.code}${quoted(reply)}`);
    return { protocol, reply };
  };
  if (address.protocol) return ask(address.protocol);
  const first = await ask('v2');
  if (!isUnknown(first.reply)) return first;
  const second = await ask('v1');
  return isUnknown(second.reply) ? first : second;
}

/** Said by what stands before a server, or by one that takes nothing now. A plain 500 may be the fault of this question alone. */
const isOverload = ({ code }: Reply): boolean => [408, 429, 502, 503, 504].includes(code);
const isUnknown = ({ code }: Reply): boolean => code === 404 || code === 405;

function judge(reply: Reply, asked: { protocol: Protocol; model: string; rows: Rows }): Inference {
  const { code, text } = reply;
  const { model } = asked;
  if (code === 200) {
    const answer = readAnswer(text, asked);
    return answer.kind === 'prediction'
      ? { kind: 'predicted', prediction: answer.prediction }
      : { kind: 'failed', reason: 'InvalidPrediction', message: answer.message, passing: false };
  }
  if (isUnknown(reply)) return refused(`The server does not know model ${model} (HTTP ${code})${quoted(reply)}.`);
  if (code >= 300 && code < 400) return refused(`The server of model ${model} redirects (HTTP ${code}), which is not followed.`);
  if (code >= 500) return unavailable(`The server of model ${model} failed (HTTP ${code})${quoted(reply)}.`);
  return refused(`The server of model ${model} refused the question (HTTP ${code})${quoted(reply)}.`);
}

const refused = (message: string): Inference => ({ kind: 'failed', reason: 'ModelRefused', message, passing: false });
const unavailable = (message: string): Inference => ({ kind: 'failed', reason: 'ModelUnavailable', message, passing: true });

function resting({ model }: ModelAddress, { failures, restMs }: Patience, openedAt: number): Inference {
  const seconds = Math.max(1, (openedAt + restMs - Date.now()) / 1000);
  return { kind: 'resting', seconds, message: `Model ${model} gave no answer ${failures} times in a row; it is left alone for a while.` };
}

/** The first and the last words of the answer, for people; control characters have no place in a status. */
function quoted({ text }: Reply): string {
  const words = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  if (words === '') return '';
  return words.length <= longestQuote ? `: ${words}` : `: ${words.slice(0, longestQuote / 4)} ... ${words.slice(-longestQuote * 0.75)}`;
}
