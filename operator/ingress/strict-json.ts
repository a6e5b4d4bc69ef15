import { printParseErrorCode, visit, type JSONPath, type JSONVisitor } from 'jsonc-parser';
import { httpLimits } from './http-limits.ts';

/** Why a body is not taken. */
export interface BodyFault {
  readonly code: 'InvalidJSON' | 'ForbiddenKey' | 'TooDeep' | 'TooLarge' | 'OutOfRange';
  readonly message: string;
  /** Path of the member, as `details.node`; undefined where the text itself is wrong. */
  readonly field?: string;
}

/** A body that is not taken, with what is to be said of it. */
export class BadBody extends Error {
  readonly fault: BodyFault;

  constructor(fault: BodyFault) {
    super(fault.message);
    this.fault = fault;
  }
}

const { jsonDepth: deepest, jsonValues: mostValues } = httpLimits;
/** A member of this name would change what every object has. */
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The value of a JSON text (RFC 8259) in UTF-8. Throws BadBody for what JSON.parse would take and nobody can have meant: a name given twice,
 * a name that reaches for an object's prototype, a number that no double holds exactly enough, more than 16 levels or 50,000 values.
 */
export function parseStrictly(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  scan(text);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BadBody({ code: 'InvalidJSON', message: `the body is not JSON: ${why.slice(0, 200)}` });
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BadBody({ code: 'InvalidJSON', message: 'the body is not UTF-8' });
  }
}

/** Where a scan is: the names given so far in each object that is open, and how many values there were. */
interface Scan {
  readonly names: Set<string>[];
  values: number;
}

function scan(text: string): void {
  const state: Scan = { names: [], values: 0 };
  const open = (...[, , , , path]: Parameters<NonNullable<JSONVisitor['onObjectBegin']>>): void => enter(state, path);
  const shut = (): void => void state.names.pop();
  const visitor: JSONVisitor = {
    onObjectBegin: open,
    onObjectEnd: shut,
    onArrayBegin: open,
    onArrayEnd: shut,
    onObjectProperty: (name, offset, ...[, , , path]) => take(state, name, offset, path),
    onLiteralValue(value, offset, ...[, , , path]) {
      count(state);
      if (typeof value === 'number') refuseInexact(value, offset, path);
    },
    onError(error, offset) {
      const why = wordsFor[printParseErrorCode(error)] ?? 'there is something else';
      throw new BadBody({ code: 'InvalidJSON', message: `the body is not JSON: ${why} at offset ${offset}` });
    },
  };
  visit(text, visitor, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
}

function enter(state: Scan, path: () => JSONPath): void {
  count(state);
  state.names.push(new Set());
  if (state.names.length <= deepest) return;
  throw new BadBody({ code: 'TooDeep', message: `the body is nested deeper than ${deepest} levels`, ...at(path()) });
}

function count(state: Scan): void {
  state.values += 1;
  if (state.values > mostValues) throw new BadBody({ code: 'TooLarge', message: `the body has more than ${mostValues} values` });
}

function take({ names }: Scan, name: string, offset: number, path: () => JSONPath): void {
  const field = at([...path(), name]);
  if (forbidden.has(name)) throw new BadBody({ code: 'ForbiddenKey', message: `the name ${name} is not allowed`, ...field });
  const known = names.at(-1);
  if (known?.has(name)) {
    const message = `the name ${name} is given twice, the second time at offset ${offset}`;
    throw new BadBody({ code: 'InvalidJSON', message, ...field });
  }
  known?.add(name);
}

/** Identifiers beyond 2^53 would become others, and 1e400 no number at all. */
function refuseInexact(value: number, offset: number, path: () => JSONPath): void {
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return;
  throw new BadBody({ code: 'OutOfRange', message: `the number at offset ${offset} is out of range`, ...at(path()) });
}

function at(path: JSONPath): Pick<BodyFault, 'field'> {
  return path.length === 0 ? {} : { field: path.join('.') };
}

const wordsFor: Readonly<Record<string, string>> = {
  ValueExpected: 'a value is missing',
  PropertyNameExpected: 'a name is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'it goes on after its end',
};
