import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, type LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { failureOf, poolLimits } from './answer.ts';

/** One question to something that is not the API server. */
export interface Question {
  readonly url: string;
  /** Sent as JSON. */
  readonly body: object;
  /** The whole call, the answer's body included, ends within this time. */
  readonly timeoutMs: number;
  /** Whoever runs the engine named the host; any other may not lead to this machine or to what a cloud serves to its machines. */
  readonly trusted: boolean;
}

/** What was answered, whatever the code. Redirects are not followed. */
export interface Reply {
  readonly code: number;
  readonly text: string;
}

/** Posts one question; throws Unanswered when no complete answer came. */
export type HttpPost = (question: Question) => Promise<Reply>;

/** No complete answer came; the message says in a few words why, and names no address. */
export class Unanswered extends Error {}

/** This machine, link-local addresses (where clouds serve credentials), and what some clouds use in their place. */
const forbidden = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
] as const)
  forbidden.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 127],
  ['fe80::', 10],
  ['fd00:ec2::254', 128],
] as const)
  forbidden.addSubnet(net, prefix, 'ipv6');

/** Whether a name that nobody vouches for may not lead to this address. */
export function isForbiddenAddress({ address, family }: LookupAddress): boolean {
  return forbidden.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Resolves a name as usual but keeps a forbidden address to itself, so that no connection to it is made. */
const guardedLookup: LookupFunction = (hostname, options, tell) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const allowed = error ? [] : addresses.filter((address) => !isForbiddenAddress(address));
    const refused = error ?? (allowed.length === 0 ? new Error('its name leads to an address that is not called') : null);
    tell(refused, allowed);
  });
};

/** The way out, with connections of its own. */
export function makeHttpPost(): HttpPost {
  const limits = { ...poolLimits, connections: 8 };
  const open = new Agent(limits);
  const guarded = new Agent({ ...limits, connect: { lookup: guardedLookup, autoSelectFamily: true } });
  return async ({ url, body, timeoutMs, trusted }) => {
    try {
      const { statusCode, body: answer } = await request(url, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        dispatcher: trusted ? open : guarded,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { code: statusCode, text: await answer.text() };
    } catch (error) {
      throw new Unanswered(causeOf(error, timeoutMs), { cause: error });
    }
  };
}

function causeOf(error: unknown, timeoutMs: number): string {
  const failure = failureOf(error);
  if (failure.kind === 'late') return `nothing within ${timeoutMs / 1000} s`;
  if (failure.kind === 'long') return 'more than 1 MiB';
  return failure.code ?? (error instanceof Error ? error.message : 'it failed');
}
