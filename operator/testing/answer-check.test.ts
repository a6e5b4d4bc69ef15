import { expect, test } from '@jest/globals';
import { makeAnswerCheck } from './answer-check.ts';

const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const pet = { type: 'object', required: ['name'], properties: { name: { type: 'string' }, born: { type: 'string', format: 'date-time' } } };
const problem = { type: 'object', required: ['status'], properties: { status: { type: 'integer' } } };
const check = makeAnswerCheck({
  components: { schemas: { Pet: pet, Problem: problem } },
  paths: {
    '/pets/{id}': { get: { responses: { 200: json({ $ref: '#/components/schemas/Pet' }) } } },
    '/pets/all': { get: { responses: { 200: json({ type: 'array', items: { $ref: '#/components/schemas/Pet' } }) } } },
    '/alive': { get: { responses: { 200: { content: { 'text/plain': { schema: { type: 'string' } } } } } } },
  },
} as Parameters<typeof makeAnswerCheck>[0]);

const seen = (path: string, body: unknown, more: object = {}) => ({
  ...{ method: 'GET', path, status: 200, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) },
  ...more,
});

test.each([
  { what: 'one of a kind', answer: seen('/pets/1', { name: 'x' }) },
  { what: 'one with a query', answer: seen('/pets/1?x=y', { name: 'x', born: '2026-01-01T00:00:00Z' }) },
  { what: 'a path that fits two', answer: seen('/pets/all', [{ name: 'x' }]) },
  { what: 'a text', answer: seen('/alive', '', { contentType: 'text/plain', body: 'ok' }) },
  { what: 'no body', answer: seen('/pets/1', '', { method: 'HEAD', body: '' }) },
  { what: 'no address', answer: seen('/cats', { status: 404 }, { status: 404 }) },
  { what: 'an address for others', answer: seen('/alive', { status: 405 }, { status: 405, method: 'PUT' }) },
])('$what is as documented', ({ answer }) => {
  expect(check(answer)).toBeUndefined();
});

test.each([
  { what: 'a member is missing', answer: seen('/pets/1', {}), says: "GET /pets/1: 200:  must have required property 'name'" },
  { what: 'a member is unknown', answer: seen('/pets/1', { name: 'x', age: 1 }), says: '"additionalProperty":"age"' },
  { what: 'a member of an item is unknown', answer: seen('/pets/all', [{ name: 'x', age: 1 }]), says: '/0 must NOT have additional' },
  { what: 'a time is none', answer: seen('/pets/1', { name: 'x', born: 'today' }), says: '/born must match format' },
  { what: 'the status is unknown', answer: seen('/pets/1', {}, { status: 418 }), says: 'GET /pets/1: 418 is not in the document' },
  { what: 'the method is unknown', answer: seen('/pets/1', {}, { method: 'PUT' }), says: 'PUT /pets/1: 200 is not in the document' },
  { what: 'it is of another type', answer: seen('/pets/1', {}, { contentType: 'text/html' }), says: 'is of the type text/html' },
  { what: 'a problem is none', answer: seen('/cats', {}, { status: 404 }), says: "must have required property 'status'" },
])('it is told when $what', ({ answer, says }) => {
  expect(check(answer)).toContain(says);
});
