import { describe, expect, test } from '@jest/globals';
import { objectionOfWindows, type SyncWindow } from './sync-windows.ts';

const now = new Date('2026-01-05T22:30:00Z');
const application = {
  name: 'web',
  destination: { name: 'in-cluster', server: 'https://kubernetes.default.svc', namespace: 'shop' },
};
const open = { schedule: '0 22 * * *', duration: '1h', applications: ['*'] };
const closed = { schedule: '0 10 * * *', duration: '1h', applications: ['*'] };
const judge = (windows: readonly SyncWindow[], byPerson = false) => objectionOfWindows(windows, application, { byPerson, now });

describe('an Application may be synced', () => {
  test.each([
    { when: 'there is no window', windows: [] },
    { when: 'a denying window is closed', windows: [{ ...closed, kind: 'deny' }] },
    { when: 'an allowing window is open', windows: [{ ...open, kind: 'allow' }] },
    {
      when: 'one of two allowing windows is open',
      windows: [
        { ...closed, kind: 'allow' },
        { ...open, kind: 'allow' },
      ],
    },
    { when: 'the denying window covers another one', windows: [{ ...open, kind: 'deny', applications: ['api-*'] }] },
    { when: 'the denying window covers nothing', windows: [{ ...open, kind: 'deny', applications: [] }] },
    { when: 'a window that covers another one cannot be read', windows: [{ ...open, schedule: 'x', kind: 'deny', applications: ['api'] }] },
  ])('when $when', ({ windows }) => {
    expect(judge(windows)).toBeUndefined();
  });

  test.each([
    { when: 'every open denial', windows: [{ ...open, kind: 'deny', manualSync: true }] },
    { when: 'every closed allowance', windows: [{ ...closed, kind: 'allow', manualSync: true }] },
  ])('by a person, and by nobody else, when $when lets people through', ({ windows }) => {
    expect(judge(windows, true)).toBeUndefined();
    expect(judge(windows)).toBeDefined();
  });
});

describe('an Application is held', () => {
  test.each([
    { when: 'a denying window is open', windows: [{ ...open, kind: 'deny' }], says: '"deny 0 22 * * * for 1h" is open' },
    {
      when: 'a denying window is open beside an allowing one',
      windows: [
        { ...open, kind: 'allow' },
        { ...open, kind: 'deny', timeZone: 'UTC' },
      ],
      says: '"deny 0 22 * * * for 1h UTC" is open',
    },
    { when: 'the only allowing window is closed', windows: [{ ...closed, kind: 'allow' }], says: '"allow 0 10 * * * for 1h" is closed' },
    {
      when: 'a window cannot be read',
      windows: [{ ...open, kind: 'deny', duration: 'x' }],
      says: '"deny 0 22 * * * for x" cannot be read',
    },
    {
      when: 'not every open denial lets people through',
      windows: [
        { ...open, kind: 'deny', manualSync: true },
        { ...open, kind: 'deny', duration: '2h' },
      ],
      says: 'is open',
    },
    {
      when: 'not every closed allowance lets people through',
      windows: [
        { ...closed, kind: 'allow', manualSync: true },
        { ...closed, kind: 'allow' },
      ],
      says: 'is closed',
    },
  ])('even for a person when $when', ({ windows, says }) => {
    expect(judge(windows, true)).toContain(says);
  });
});

describe('a window covers an Application', () => {
  const deny = (cover: Partial<SyncWindow>) => judge([{ ...open, kind: 'deny', applications: [], ...cover }]) !== undefined;

  test.each([
    { by: 'a glob of its name', cover: { applications: ['api', 'w*b'] }, covered: true },
    { by: 'its namespace', cover: { applications: ['api'], namespaces: ['sh?p'] }, covered: true },
    { by: 'the name of its cluster', cover: { clusters: ['in-*'] }, covered: true },
    { by: 'the address of its cluster', cover: { clusters: ['https://*.svc'] }, covered: true },
    { by: 'all that is asked for', cover: { applications: ['web'], namespaces: ['shop'], andOperator: true }, covered: true },
    { by: 'less than all that is asked for', cover: { applications: ['web'], namespaces: ['test'], andOperator: true }, covered: false },
    { by: 'nothing, when nothing is asked for', cover: { andOperator: true }, covered: false },
    { by: 'a negation, which is none', cover: { applications: ['!api'] }, covered: false },
  ])('by $by: $covered', ({ cover, covered }) => {
    expect(deny(cover)).toBe(covered);
  });
});
