/** A body that is not taken, and what is said of it. */
export interface BadBody {
  readonly what: string;
  readonly body: string | Uint8Array;
  readonly code: number;
  readonly problem: Readonly<Record<string, unknown>>;
}

const report = '"type":"bad_input","severity":"low"';
const invalid = { code: 'InvalidJSON' };

/** Bodies of POST /api/v1/anomalies that nobody can have meant. */
export const badBodies: readonly BadBody[] = [
  {
    what: 'begin alone',
    body: '{',
    code: 400,
    problem: { ...invalid, message: 'the body is not JSON: a closing brace is missing at offset 1' },
  },
  { what: 'nothing', body: '', code: 400, problem: invalid },
  { what: 'list', body: '[]', code: 400, problem: invalid },
  { what: 'null', body: 'null', code: 400, problem: invalid },
  { what: 'two values', body: `{${report}}{}`, code: 400, problem: invalid },
  { what: 'comment', body: `{${report}/* */}`, code: 400, problem: invalid },
  { what: 'bytes that are no UTF-8', body: Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d), code: 400, problem: invalid },
  { what: 'name given twice', body: `{${report},"type":"other"}`, code: 400, problem: { ...invalid, field: 'type' } },
  { what: '__proto__', body: `{${report},"__proto__":{"admin":true}}`, code: 400, problem: forbidden('__proto__') },
  { what: '__proto__ in escapes', body: `{${report},"\\u005f_proto__":{"admin":true}}`, code: 400, problem: forbidden('__proto__') },
  {
    what: 'constructor.prototype',
    body: `{${report},"details":{"constructor":{"prototype":{"admin":true}}}}`,
    code: 400,
    problem: forbidden('details.constructor'),
  },
  { what: 'ten thousand levels', body: '{"details":'.repeat(10_000), code: 400, problem: { code: 'TooDeep' } },
  { what: 'a million values', body: `{${report},"details":[${'0,'.repeat(999_999)}0]}`, code: 400, problem: { code: 'TooLarge' } },
  { what: '1e400', body: `{${report},"confidence_score":1e400}`, code: 400, problem: outOfRange('confidence_score') },
  { what: '2^53+1', body: `{${report},"details":{"id":9007199254740993}}`, code: 400, problem: outOfRange('details.id') },
  { what: 'three MiB', body: `{${report},"description":"${'x'.repeat(3 * 1024 * 1024)}"}`, code: 413, problem: {} },
];

function forbidden(field: string): Readonly<Record<string, unknown>> {
  return { code: 'ForbiddenKey', field };
}

function outOfRange(field: string): Readonly<Record<string, unknown>> {
  return { code: 'OutOfRange', field };
}
