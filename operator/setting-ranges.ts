import { amountOf } from './domain/policy/amount.ts';

/** One environment variable: how it is read, what it may be, and what it means. */
export interface SettingRow {
  readonly variable: string;
  readonly default: string;
  readonly range: string;
  readonly meaning: string;
  /** The parsed value, or undefined when the text is out of range. */
  readonly parse: (text: string) => number | string | undefined;
}

/** Any text. */
export const anyText = (text: string): string => text;

/** One of these words, in whatever case. */
export function oneOf(...words: readonly string[]) {
  return {
    range: words.join(' | '),
    parse: (text: string): string | undefined => words.find((word) => word.toLowerCase() === text.toLowerCase()),
  };
}

/** A decimal number, without sign and exponent. */
export function decimal(least: number, most: number) {
  return {
    range: `${least} to ${most}`,
    parse: (text: string): number | undefined => {
      const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
      return value >= least && value <= most ? value : undefined;
    },
  };
}

/** A whole number. */
export function whole(least: number, most: number) {
  const { range, parse } = decimal(least, most);
  return { range: `whole number, ${range}`, parse: (text: string): number | undefined => (/^\d+$/.test(text) ? parse(text) : undefined) };
}

/** Kept as the text that it is; amountOf reads it. */
export const amount = {
  range: 'a number, or a percentage such as 20%',
  parse: (text: string): string | undefined => (amountOf(text) ? text : undefined),
};

/** A name can be moved and is held against a certificate; an address in a setting is how a request is sent where it should not go. */
export const serviceUrl = { range: 'http or https URL of a host name, without user, query and fragment', parse: urlOfService };

function urlOfService(text: string): string | undefined {
  if (text === '') return text;
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, search, hash, hostname } = new URL(text);
  const plain = username === '' && password === '' && search === '' && hash === '';
  const named = !/^[\d.]+$|^\[/.test(hostname);
  return plain && named && ['http:', 'https:'].includes(protocol) ? text : undefined;
}

/** Where a collector is; by an address too, since one runs on each node of many a cluster. */
export const collectorUrl = { range: 'http or https URL without user, query and fragment', parse: urlOfCollector };

function urlOfCollector(text: string): string | undefined {
  if (text === '') return text;
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, search, hash } = new URL(text);
  const isPlain = username === '' && password === '' && search === '' && hash === '';
  return isPlain && ['http:', 'https:'].includes(protocol) ? text : undefined;
}

/** Names of hosts, as a list. */
export const hostNames = { range: 'host names, each perhaps with a port or *. before it, separated by commas', parse: listOfHosts };

function listOfHosts(text: string): string | undefined {
  const names = text.split(',').filter((name) => name !== '');
  const isName = (name: string): boolean => /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/.test(name) && !/^[\d.]+(:|$)/.test(name);
  return names.every(isName) ? text : undefined;
}

/** Name of an image. */
export const imageName = { range: 'an image with chroot in it', parse: nameOfImage };

function nameOfImage(text: string): string | undefined {
  return /^[a-z0-9][\w./:@-]{0,254}$/.test(text) ? text : undefined;
}

/** Where lines are kept that are not to be lost. */
export const auditPlace = {
  range: 'off | stdout | absolute path of a file',
  parse: (text: string): string | undefined => (text === 'off' || text === 'stdout' || /^\/./.test(text) ? text : undefined),
};
