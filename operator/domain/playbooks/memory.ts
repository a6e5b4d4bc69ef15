const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const mebibyte = 2 ** 20;

/** Bytes of a Kubernetes quantity of memory, such as 512Mi or 2G; undefined for what is none. */
export function bytesOf(quantity: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d*)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  const factor = units[unit];
  return number === '' || factor === undefined ? undefined : Number(number) * factor;
}

/** The quantity times the factor in whole mebibytes, no more than `most`; undefined when that is not more than there is. */
export function moreMemory(quantity: string, factor: number, most: string | undefined): string | undefined {
  const [now, cap] = [bytesOf(quantity), most === undefined ? Infinity : bytesOf(most)];
  if (now === undefined || cap === undefined) return undefined;
  const mebibytes = Math.floor(Math.min(Math.ceil((now * factor) / mebibyte) * mebibyte, cap) / mebibyte);
  return mebibytes * mebibyte > now ? `${mebibytes}Mi` : undefined;
}
