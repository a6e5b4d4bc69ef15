import { describe, expect, test } from '@jest/globals';
import { aMachineConfig } from '../../testing/machine-configs.ts';
import { hashOf } from './content.ts';
import { differencesOf, puttingBack, restoring, standingOf } from './transitions.ts';

const good = aMachineConfig('99-tuning');
const bad = aMachineConfig('99-tuning', { argument: 'broken' });
const other = aMachineConfig('99-tuning', { argument: 'other' });
const [goodHash, badHash] = [hashOf(good), hashOf(bad)];
const known = [
  { name: '50-base', hash: hashOf(aMachineConfig('50-base')) },
  { name: '99-tuning', hash: goodHash },
];
const live = (...configs: readonly (typeof good)[]) =>
  new Map([aMachineConfig('50-base'), ...configs].map((config) => [config.metadata.name, config]));
const names = ['50-base', '99-tuning'];

describe('what differs', () => {
  test.each([
    { when: 'nothing was changed', now: live(good), wanted: names, found: [] },
    {
      when: 'one was edited',
      now: live(bad),
      wanted: names,
      found: [{ name: '99-tuning', uid: 'uid-99-tuning', was: badHash, good: goodHash }],
    },
    { when: 'one was removed', now: live(), wanted: ['50-base'], found: [{ name: '99-tuning', good: goodHash }] },
    {
      when: 'one was added',
      now: live(good, aMachineConfig('98-new')),
      wanted: [...names, '98-new'],
      found: [{ name: '98-new', uid: 'uid-98-new', was: hashOf(aMachineConfig('98-new')) }],
    },
    { when: 'one was added and is gone by now', now: live(good), wanted: [...names, '98-new'], found: [] },
    { when: 'there is one that the pool does not have', now: live(good, aMachineConfig('98-new')), wanted: names, found: [] },
  ])('when $when', ({ now, wanted, found }) => {
    expect(differencesOf(known, wanted, now)).toEqual(found);
  });
});

describe('a transition', () => {
  const edited = { name: '99-tuning', uid: 'uid-99-tuning', was: badHash, good: goodHash, kept: 'undo-1-0' };
  const removed = { name: '99-tuning', good: goodHash };
  const added = { name: '99-tuning', uid: 'uid-99-tuning', was: badHash, kept: 'undo-1-0' };
  const again = { ...bad, metadata: { ...bad.metadata, uid: 'another' } };

  test.each([
    { way: 'restoring an edited one', transition: restoring(edited), of: { pending: bad, made: good, moved: other } },
    { way: 'restoring a removed one', transition: restoring(removed), of: { pending: undefined, made: good, moved: other } },
    { way: 'restoring, of an added one', transition: restoring(added), of: { pending: bad, made: undefined, moved: other } },
    { way: 'putting back an edited one', transition: puttingBack(edited), of: { pending: good, made: bad, moved: other } },
    { way: 'putting back, of a removed one', transition: puttingBack(removed), of: { pending: good, made: undefined, moved: other } },
    { way: 'putting back an added one', transition: puttingBack(added), of: { pending: undefined, made: bad, moved: good } },
  ])('$way knows what is to be done, was done, or was moved by others', ({ transition, of }) => {
    expect([of.pending, of.made, of.moved].map((now) => standingOf(transition, now))).toEqual(['pending', 'made', 'moved']);
  });

  test('does not touch another object of the same name and content', () => {
    expect(standingOf(restoring(edited), again)).toBe('moved');
  });

  test('keeps what it replaces and takes what it writes from where that is kept', () => {
    expect(restoring(edited)).toMatchObject({ keepAs: 'undo-1-0', revision: `mc-99-tuning-${goodHash}` });
    expect(puttingBack(edited)).toMatchObject({ revision: 'undo-1-0' });
  });
});
