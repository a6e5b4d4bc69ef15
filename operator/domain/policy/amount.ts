/** A number of things, or a part of all there are. */
export type Amount = { readonly kind: 'count'; readonly count: number } | { readonly kind: 'percent'; readonly percent: number };

/** The amount that a number, its text or a percentage such as `20%` stands for; undefined for anything else. */
export function amountOf(value: number | string): Amount | undefined {
  const [, digits, percent] = /^(\d{1,4})(%?)$/.exec(String(value)) ?? [];
  if (digits === undefined) return undefined;
  if (percent === '%') return Number(digits) <= 100 ? { kind: 'percent', percent: Number(digits) } : undefined;
  return { kind: 'count', count: Number(digits) };
}

/** The amount as it is written in a policy. */
export function amountText(amount: Amount): number | string {
  return amount.kind === 'count' ? amount.count : `${amount.percent}%`;
}

/** So many of a total may be something: a part is rounded down, and one always may be, so that nothing small is silently left alone for ever. */
export function atMost(amount: Amount, total: number): number {
  return Math.max(1, amount.kind === 'count' ? amount.count : Math.floor((amount.percent * total) / 100));
}

/** So many of a total must be something: a part is rounded up. */
export function atLeast(amount: Amount, total: number): number {
  return amount.kind === 'count' ? amount.count : Math.ceil((amount.percent * total) / 100);
}
