import { expect, test } from '@jest/globals';
import type { Access } from '../auth/authorize.ts';
import { makeRights } from './rights.ts';

const alice = { username: 'alice', groups: [] };

function asked(may: (access: Access) => boolean) {
  const questions: string[] = [];
  const authorize = (_caller: unknown, access: Access): Promise<boolean> => {
    questions.push(`${access.verb} ${access.resource} ${access.namespace}`);
    return Promise.resolve(may(access));
  };
  return { rights: makeRights(authorize, alice), questions };
}

test('each right is asked for once, however many need it at once', async () => {
  const { rights, questions } = asked(() => true);
  await Promise.all(Array.from({ length: 500 }, () => rights.among(['shop', 'bank'])));
  expect(questions.toSorted()).toEqual(['create anomalies bank', 'create anomalies shop', 'use sources bank', 'use sources shop']);
});

test.each([
  { denied: 'create', says: 'alice may not create anomalies.coordination.selfheal.dev in shop' },
  { denied: 'use', says: 'alice may not use sources/deterministic of coordination.selfheal.dev in shop' },
])('without the right to $denied nothing can be reported there, which is said', async ({ denied, says }) => {
  const { rights } = asked(({ verb, namespace }) => verb !== denied || namespace !== 'shop');
  expect(await rights.among(['shop', 'bank'])).toEqual(['bank']);
  expect(rights.refusal('shop')).toBe(says);
});

test('a question that is not answered is no answer', async () => {
  const rights = makeRights(() => Promise.reject(new Error('silence')), alice);
  await expect(rights.among(['shop'])).rejects.toThrow('silence');
});

test('the engine needs to ask for nothing', async () => {
  const rights = makeRights(() => Promise.reject(new Error('nobody is to be asked')), undefined);
  expect(await rights.among(['shop', 'bank'])).toEqual(['shop', 'bank']);
});
