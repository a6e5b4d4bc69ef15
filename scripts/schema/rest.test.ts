import { expect, test } from '@jest/globals';
import { operations } from '../../operator/ingress/openapi/operations.ts';
import { emitOpenApi, emitRest, restDocument } from './rest.ts';

const document = await restDocument();
const page = emitRest(document);

test('the reference has every request, and every form that one refers to', () => {
  const requests = [...page.matchAll(/^### ([A-Z]+ \S+)$/gm)].map(([, request = '']) => request.replace('{id}', ':id'));
  expect(requests.toSorted()).toEqual(Object.keys(operations).toSorted());
  const linked = [...page.matchAll(/\]\(#(\w+)\)/g)].map(([, anchor]) => anchor);
  const there = new Set([...page.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name.toLowerCase()));
  expect(linked.filter((anchor) => !there.has(anchor ?? ''))).toEqual([]);
});

test('what any request may be answered with is told once', () => {
  expect(page.match(/^\| 401 \|/gm)).toHaveLength(1);
  expect(page.match(/^\| 409 \|.*Idempotency-Key/gm)).toHaveLength(2);
});

test('the document is the one that is served, the same each time', async () => {
  expect(emitOpenApi(await restDocument())).toBe(emitOpenApi(document));
  expect(JSON.parse(emitOpenApi(document))).toMatchObject({ openapi: '3.1.0', info: { title: 'Coordination engine' } });
});
