import { expect, test } from '@jest/globals';
import { readSettings, SettingError } from './config.ts';
import { readFlags, withFlags } from './flags.ts';

const none = { help: false, version: false, auth: 'token' };

test.each([
  { args: [], flags: none },
  { args: ['--help'], flags: { ...none, help: true } },
  { args: ['--version'], flags: { ...none, version: true } },
  { args: ['--auth=none'], flags: { ...none, auth: 'none' } },
  { args: ['--auth', 'none'], flags: { ...none, auth: 'none' } },
  { args: ['--auth=token'], flags: none },
])('$args is $flags', ({ args, flags }) => {
  expect(readFlags(args)).toEqual(flags);
});

test.each([
  { args: ['--auth=off'], says: '--auth=off is not known; it must be token or none' },
  { args: ['--auth'], says: "Option '--auth <value>' argument missing; see --help" },
  { args: ['--no-auth'], says: "Unknown option '--no-auth'" },
  { args: ['--port=1'], says: "Unknown option '--port'" },
  { args: ['-v'], says: "Unknown option '-v'" },
  { args: ['start'], says: "Unexpected argument 'start'" },
])('$args is refused', ({ args, says }) => {
  const read = (): unknown => readFlags(args);
  expect(read).toThrow(SettingError);
  expect(read).toThrow(says);
});

test.each([
  { auth: 'none', metrics: 'none' },
  { auth: 'token', metrics: 'none' },
  { auth: 'token', metrics: 'token' },
] as const)('--auth=$auth goes together with METRICS_AUTH=$metrics', ({ auth, metrics }) => {
  const settings = readSettings({ METRICS_AUTH: metrics });
  expect(withFlags(settings, { auth })).toEqual({ ...settings, auth, metricsAuth: metrics });
});

test('--auth=none does not go together with METRICS_AUTH=token, and the start says so', () => {
  const start = (): unknown => withFlags(readSettings({ METRICS_AUTH: 'token' }), { auth: 'none' });
  expect(start).toThrow(SettingError);
  expect(start).toThrow('--auth=none asks nobody what they may, so METRICS_AUTH cannot be token; leave one of the two out');
});
