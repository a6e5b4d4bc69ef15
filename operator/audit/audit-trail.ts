import { open, type FileHandle } from 'node:fs/promises';
import type { Settings } from '../config.ts';
import { Transient } from '../kube/errors.ts';
import type { AuditIntent, AuditOutcome, AuditRecord } from './audit-record.ts';

/** Where audit records go. */
export interface AuditTrail {
  /** The record is where no end of this process loses it; a Transient `AuditUnavailable` is thrown when it is not. */
  before(record: AuditIntent): Promise<void>;
  /** The same, but what cannot be written is told to `lost`: the effect was made, whatever becomes of the record. */
  after(record: AuditOutcome): Promise<void>;
}

type Write = (line: string) => Promise<void>;
/** Is told of an outcome that could not be written, and why. */
export type LostRecord = (record: AuditOutcome, error: unknown) => void;

/** The trail that AUDIT_LOG names, or none. Throws when its file cannot be written. */
export async function openAuditTrail({ auditLog }: Pick<Settings, 'auditLog'>, lost: LostRecord): Promise<AuditTrail | undefined> {
  if (auditLog === 'off') return undefined;
  if (auditLog === 'stdout') return makeAuditTrail(writeTo(process.stdout), lost);
  await withFile(auditLog, mend);
  return makeAuditTrail(appendTo(auditLog), lost);
}

/** A trail over whatever keeps lines; they are written one after the other. */
export function makeAuditTrail(write: Write, lost: LostRecord): AuditTrail {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (record: AuditRecord): Promise<void> => {
    const written = last.then(() => write(`${JSON.stringify(record)}\n`));
    last = written.catch(() => undefined);
    return written;
  };
  return {
    before: (record) => inTurn(record).catch(refuse),
    after: (record) => inTurn(record).catch((error: unknown) => lost(record, error)),
  };
}

function refuse(cause: unknown): never {
  throw new Transient({
    reason: 'AuditUnavailable',
    message: 'the audit log cannot be written, so nothing is done',
    retryAfterSeconds: 5,
    cause,
  });
}

/** A pipe or a terminal takes a line before the call returns. */
function writeTo(stream: NodeJS.WritableStream): Write {
  return (line) => new Promise((resolve, reject) => stream.write(line, (error) => (error ? reject(error) : resolve())));
}

/** Opened for each line, so that a file that was moved away to be kept is followed by a new one. */
function appendTo(path: string): Write {
  return (line) =>
    withFile(path, async (file) => {
      await mend(file);
      await file.appendFile(line);
      await file.datasync();
    });
}

/** A machine that went down, a full disk, or a process beside this one may have left half a line, to which the next one is not to be added. */
async function mend(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  if (size === 0) return;
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  if (buffer.toString() !== '\n') await file.appendFile('\n');
}

async function withFile(path: string, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}
