import { describe, expect, test } from '@jest/globals';
import { pageOf, type PageRequest } from './page.ts';

const all = ['shop/c', 'shop/a', 'bank/b', 'shop/d', 'bank/e'];
const same = (item: string) => item;
const page = (query: PageRequest) => pageOf(all, same, query);

test('pages follow each other in the order of the keys, whatever comes and goes', () => {
  const first = page({ limit: '2' });
  expect(first.items).toEqual(['bank/b', 'bank/e']);
  const second = pageOf([...all, 'bank/a', 'shop/b'], same, { limit: '2', continue: first.continue ?? '' });
  expect(second.items).toEqual(['shop/a', 'shop/b']);
  const third = pageOf([...all, 'shop/b'], same, { limit: '2', continue: second.continue ?? '' });
  expect(third).toEqual({ items: ['shop/c', 'shop/d'], continue: null });
});

test('a list without a limit is a page of a hundred', () => {
  const many = Array.from({ length: 150 }, (_, i) => `shop/${String(i).padStart(3, '0')}`);
  expect(pageOf(many, same, {}).items).toHaveLength(100);
  expect(pageOf(many, same, { limit: '1000' })).toMatchObject({ continue: null, note: 'limit is 500 at most' });
  expect(pageOf(many, same, { limit: '1e9' }).note).toBe('limit is 500 at most');
});

describe('is refused', () => {
  test.each([
    { query: { limit: '-1' }, field: 'limit' },
    { query: { limit: '0' }, field: 'limit' },
    { query: { limit: 'abc' }, field: 'limit' },
    { query: { limit: '1.5' }, field: 'limit' },
    { query: { continue: 'not one' }, field: 'continue' },
    { query: { continue: '' }, field: 'continue' },
    { query: { continue: Buffer.from('$(rm)').toString('base64url') }, field: 'continue' },
  ])('$query', ({ query, field }) => {
    expect(() => page(query)).toThrow(expect.objectContaining({ status: 400, field }));
  });
});
