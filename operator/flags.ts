import { parseArgs } from 'node:util';
import { messageOf } from './api/message-of.ts';
import { SettingError } from './config.ts';

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

function parsed(args: readonly string[]) {
  try {
    const options = { help: { type: 'boolean' }, version: { type: 'boolean' }, auth: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (cause) {
    throw new SettingError(`${messageOf(cause)}; see --help`, { cause });
  }
}
