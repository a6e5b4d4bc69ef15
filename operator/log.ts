import winston from 'winston';
import { redact, redactDeep } from './api/redact.ts';
import { correlation } from './kube/correlation.ts';
import type { Log } from './kube/log.ts';
import type { LogLine } from './log-lines.ts';

/** The process logger: free messages, and the known lines of log-lines.ts. */
export interface EngineLog extends Log {
  event(line: LogLine): void;
}

const levels = { error: 0, warn: 1, info: 2, debug: 3 };
const levelOf = { DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error' } as const;
const wordOf: Readonly<Record<string, string>> = { debug: 'DEBUG', info: 'INFO', warn: 'WARNING', error: 'ERROR' };

const longest = 4096;
/** A credential that reaches beyond would be cut in two, and no longer look like one. */
const longestRead = 4 * longest;

/** The text, or the error with its causes, on one line, without credentials, at most 4 KiB. */
function asShown(said: string | Error): string {
  const text = typeof said === 'string' ? said : describeError(said);
  const clean = redact(text.slice(0, longestRead));
  const oneLine = clean.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return oneLine.length > longest ? `${oneLine.slice(0, longest)}...` : oneLine;
}

/** `message: cause: cause of the cause`, as the person on call needs it. */
export function describeError(error: unknown): string {
  const messages: string[] = [];
  for (let cause: unknown = error; cause !== undefined && cause !== null && messages.length < 5;) {
    messages.push(cause instanceof Error ? cause.message : JSON.stringify(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return messages.join(': ');
}

function textLine(entry: winston.Logform.TransformableInfo): string {
  const at = new Date().toISOString().slice(0, 19).replace('T', ' ');
  const extra = entry['shown'] === true ? ` ${JSON.stringify(entry['fields'])}` : '';
  return `${at} ${wordOf[entry.level] ?? entry.level}: ${String(entry.message)}${extra}`;
}

function jsonLine(entry: winston.Logform.TransformableInfo): string {
  const { level, message, fields } = entry;
  return JSON.stringify({ ts: new Date().toISOString(), level: wordOf[level], msg: message, ...correlation(), ...(fields as object) });
}

/** A logger to standard output (UTC); a closed or full output never stops the engine. */
export function makeLog(
  settings: { logLevel: keyof typeof levelOf; logFormat: 'text' | 'json' },
  stream: NodeJS.WritableStream = process.stdout,
): EngineLog {
  stream.on('error', () => undefined);
  const form = settings.logFormat === 'json' ? jsonLine : textLine;
  const logger = winston.createLogger({
    levels,
    level: levelOf[settings.logLevel],
    format: winston.format.printf(form),
    transports: [new winston.transports.Stream({ stream })],
    exitOnError: false,
  });
  const write = (level: string, message: string, fields: object, shown: boolean): void => {
    if (!logger.isLevelEnabled(level)) return;
    logger.log({ level, message: asShown(message), fields: redactDeep(fields, asShown), shown: shown && Object.keys(fields).length > 0 });
  };
  const free =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      write(level, message, fields, true);
    };
  return {
    debug: free('debug'),
    info: free('info'),
    warn: free('warn'),
    error: free('error'),
    event: (line) => {
      write(line.level, line.message, line.fields, false);
    },
  };
}
