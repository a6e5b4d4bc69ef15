import { parseArgs } from 'node:util';
import { messageOf } from './api/message-of.ts';
import { SettingError, type Settings } from './config.ts';

/** What the command line asks for. */
export interface Flags {
  readonly help: boolean;
  readonly version: boolean;
  /** `none`: whoever can connect from this machine may everything. */
  readonly auth: 'token' | 'none';
}

/** The flags among these arguments. Throws SettingError for what is none. */
export function readFlags(args: readonly string[]): Flags {
  const { help = false, version = false, auth = 'token' } = parsed(args);
  if (auth !== 'token' && auth !== 'none') throw new SettingError(`--auth=${auth} is not known; it must be token or none`);
  return { help, version, auth };
}

/** The settings, with what the command line adds. Throws SettingError where the two cannot hold together. */
export function withFlags(settings: Settings, { auth }: Pick<Flags, 'auth'>): Settings {
  // The metrics would be for whoever has any token at all, and their port can be reached from other machines.
  if (auth === 'none' && settings.metricsAuth === 'token')
    throw new SettingError('--auth=none asks nobody what they may, so METRICS_AUTH cannot be token; leave one of the two out');
  return { ...settings, auth };
}

function parsed(args: readonly string[]) {
  try {
    const options = { help: { type: 'boolean' }, version: { type: 'boolean' }, auth: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (cause) {
    throw new SettingError(`${messageOf(cause)}; see --help`, { cause });
  }
}
