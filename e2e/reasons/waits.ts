import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { isWaitingReason } from '../../operator/api/waiting-reasons.ts';
import { engineUser, entryFrom } from '../harness/audit.ts';
import type { Cluster } from '../harness/cluster.ts';

const file = join(import.meta.dirname, '../../.cache/waits.json');

/** That some object waited, as the API server stored it. */
export interface Wait {
  readonly kind: string;
  readonly reason: string;
  /** What is wrong with how it says so; absent when nothing is. */
  readonly fault?: string;
}

/** As much of one of our objects as says that it waits. */
export interface Waiter {
  readonly kind?: string;
  readonly metadata?: { readonly namespace?: string; readonly name?: string };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly blocked?: { readonly reason?: string; readonly since?: string };
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string; readonly message: string }[];
  };
}

const waitingPhases: readonly (string | undefined)[] = ['Blocked', 'AwaitingApproval'];

/** What the object says of its waiting; undefined when it does not wait. */
export function waitOf(object: Waiter): Wait | undefined {
  const { phase, blocked } = object.status ?? {};
  if (!blocked && !waitingPhases.includes(phase)) return undefined;
  const fault = faultOf(object);
  const where = `${object.metadata?.namespace}/${object.metadata?.name}`;
  return { kind: object.kind ?? '', reason: blocked?.reason ?? '', ...(fault !== undefined && { fault: `${where}: ${fault}` }) };
}

type Status = NonNullable<Waiter['status']>;
type Objection = (status: Status, reason: string) => string | undefined;

const objections: readonly Objection[] = [
  (_status, reason) => (reason === '' ? 'it does not say for what it waits' : undefined),
  (_status, reason) => (isWaitingReason(reason) ? undefined : `${reason} is no reason to wait`),
  ({ blocked }, reason) => (blocked?.since ? undefined : `${reason} has no beginning`),
  (status, reason) => (conditionIn(status)?.status === 'True' ? undefined : `${reason}, and the condition Blocked is not True`),
  (status, reason) => {
    const said = conditionIn(status)?.reason;
    const same = said === reason && status.reason === reason;
    return same ? undefined : `it waits for ${reason}, its condition says ${said}, kubectl prints ${status.reason}`;
  },
  (status, reason) => {
    const { message = '' } = status;
    const said = conditionIn(status)?.message;
    return message !== '' && said === message ? undefined : `${reason}: "${said}" in the condition, "${message}" else`;
  },
];

/** Reason, message and condition have to say the same, in words of the table, and since when. */
function faultOf({ status = {} }: Waiter): string | undefined {
  const reason = status.blocked?.reason ?? '';
  for (const objection of objections) {
    const fault = objection(status, reason);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function conditionIn({ conditions }: Status) {
  return conditions?.find(({ type }) => type === 'Blocked');
}

/** Every kind of wait that the engine recorded on this cluster, each once, and each fault. */
export async function waitsOn(cluster: Cluster): Promise<Wait[]> {
  const waits = new Map<string, Wait>();
  for await (const line of createInterface(createReadStream(cluster.auditLog))) {
    if (!line.includes('"subresource":"status"') || !line.includes('"phase":')) continue;
    const entry = entryFrom(line);
    if (entry?.user !== engineUser || entry.group !== 'coordination.selfheal.dev' || entry.code >= 300) continue;
    const wait = waitOf(entry.responseObject ?? {});
    if (wait) waits.set(JSON.stringify(wait), wait);
  }
  return [...waits.values()];
}

/** What a test run saw is kept for the check that follows it. */
export async function saveWaits(waits: readonly Wait[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(waits));
}

/** What the last test run saw, or undefined when there was none. */
export async function readWaits(): Promise<Wait[] | undefined> {
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Wait[]) : undefined;
}
