import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BadBody, parseStrictly, type BodyFault } from './strict-json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function faultOf(body: Uint8Array): BodyFault | undefined {
  try {
    parseStrictly(body);
    return undefined;
  } catch (error) {
    if (error instanceof BadBody) return error.fault;
    throw error;
  }
}

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('a body is refused', () => {
  test.each([
    { body: '{', code: 'InvalidJSON', says: 'offset 1' },
    { body: '', code: 'InvalidJSON', says: 'a value is missing' },
    { body: '{"a":1,}', code: 'InvalidJSON', says: 'offset' },
    { body: '{"a":1} x', code: 'InvalidJSON', says: 'offset 8' },
    { body: '{"a":1}{"a":1}', code: 'InvalidJSON', says: 'it goes on after its end' },
    { body: '// a comment\n1', code: 'InvalidJSON', says: 'not JSON' },
    { body: "{'a':1}", code: 'InvalidJSON', says: 'not JSON' },
    { body: '{"a":01}', code: 'InvalidJSON', says: 'not JSON' },
    { body: '{"a":"\u0001"}', code: 'InvalidJSON', says: 'not JSON' },
    { body: '{"a":NaN}', code: 'InvalidJSON', says: 'not JSON' },
    { body: '{"a":1,"b":{"c":1,"c":2}}', code: 'InvalidJSON', says: 'the name c is given twice', field: 'b.c' },
    { body: '{"a":1,"\\u0061":2}', code: 'InvalidJSON', says: 'the name a is given twice', field: 'a' },
    { body: '{"__proto__":{"admin":true}}', code: 'ForbiddenKey', says: '__proto__', field: '__proto__' },
    { body: '{"a":{"constructor":{"prototype":{"admin":true}}}}', code: 'ForbiddenKey', says: 'constructor', field: 'a.constructor' },
    { body: '{"a":1e400}', code: 'OutOfRange', says: 'out of range', field: 'a' },
    { body: '{"a":[1,9007199254740993]}', code: 'OutOfRange', says: 'out of range', field: 'a.1' },
    { body: nested(17), code: 'TooDeep', says: '16 levels' },
    { body: nested(100_000), code: 'TooDeep', says: '16 levels' },
    { body: `[${'0,'.repeat(60_000)}0]`, code: 'TooLarge', says: '50000 values' },
  ])('$code: $says', ({ body, code, says, field }) => {
    const fault = faultOf(bytes(body));
    expect(fault).toMatchObject({ code, ...(field !== undefined && { field }) });
    expect(fault?.message).toContain(says);
  });

  test('that is not UTF-8', () => {
    expect(faultOf(new Uint8Array([0x22, 0xff, 0x22]))).toMatchObject({ code: 'InvalidJSON', message: 'the body is not UTF-8' });
  });

  test('without a trace on other objects', () => {
    faultOf(bytes('{"__proto__":{"admin":true}}'));
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

test('the same name may be given in different objects, and sixteen levels are not too many', () => {
  expect(parseStrictly(bytes('[{"a":1},{"a":{"a":2}}]'))).toEqual([{ a: 1 }, { a: { a: 2 } }]);
  expect(faultOf(bytes(nested(16)))).toBeUndefined();
});

const name = fc.string().filter((one) => !['__proto__', 'constructor', 'prototype'].includes(one));

test('what JSON.stringify writes is read as it was, if it is in bounds', () => {
  const number = fc.oneof(fc.maxSafeInteger(), fc.double({ min: -1e9, max: 1e9, noNaN: true, noDefaultInfinity: true }));
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      number,
      fc.array(tie('value')),
      fc.dictionary(name, tie('value')),
    ),
  }));
  fc.assert(fc.property(value, (one) => expect(parseStrictly(bytes(JSON.stringify(one)))).toEqual(JSON.parse(JSON.stringify(one)))));
});
