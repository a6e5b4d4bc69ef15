/** How a value is compared with its threshold: `value < threshold`. */
export const comparators = ['>', '>=', '<', '<=', '==', '!='] as const;
export type Comparator = (typeof comparators)[number];

/** One series of a metric: its labels, and its values from the oldest to the newest. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

/** What was measured over a window of time. */
export interface Measurement {
  readonly series: readonly Series[];
  /** How many values each series has if it was there all the time; one for a single moment. */
  readonly steps: number;
  /** False while the window that was asked for reaches back behind the last effect, so that only its later part was measured. */
  readonly whole: boolean;
}

/** What every value is held against. */
export interface Expectation {
  readonly comparator: Comparator;
  readonly threshold: number;
  /** Length of the window; 0 for a single moment. */
  readonly seconds: number;
}

/** A verdict whose sentence stays the same while the verdict does, and the value that stood for it this time. */
export interface MeasuredVerdict {
  readonly result: 'Passed' | 'Failed' | 'Inconclusive';
  readonly message: string;
  readonly observed?: string;
}

const holds: Readonly<Record<Comparator, (value: number, threshold: number) => boolean>> = {
  '>': (value, threshold) => value > threshold,
  '>=': (value, threshold) => value >= threshold,
  '<': (value, threshold) => value < threshold,
  '<=': (value, threshold) => value <= threshold,
  '==': (value, threshold) => value === threshold,
  '!=': (value, threshold) => value !== threshold,
};

/**
 * Passed when every value of every series is as expected during the whole window. One that is not makes it Failed; without one, what was not
 * measured (no series, no number, a gap) makes it Inconclusive, and a window that has not gone by since the last effect Failed for now.
 */
export function judgeMeasurement({ series, steps, whole }: Measurement, expected: Expectation): MeasuredVerdict {
  const { comparator, threshold, seconds } = expected;
  const wanted = `${comparator} ${threshold}`;
  const bad = series.map((one) => ({ one, value: one.values.findLast((value) => contradicts(value, expected)) }));
  const worst = bad.find(({ value }) => value !== undefined);
  if (worst) return { result: 'Failed', message: `The value is not ${wanted}`, observed: described(worst.one, worst.value) };
  if (series.length === 0) return { result: 'Inconclusive', message: 'The query has no result' };
  if (series.some(({ values }) => values.some(Number.isNaN))) return { result: 'Inconclusive', message: 'The query gives no number (NaN)' };
  if (series.some(({ values }) => values.length < steps))
    return { result: 'Inconclusive', message: `There are no values for the whole of the last ${seconds} s` };
  if (!whole) return { result: 'Failed', message: `The value has not been ${wanted} for ${seconds} s since the last step` };
  const message = seconds === 0 ? `The value is ${wanted}` : `The value has been ${wanted} for ${seconds} s`;
  return { result: 'Passed', message, observed: nearest(series, comparator) };
}

function contradicts(value: number, { comparator, threshold }: Expectation): boolean {
  return !Number.isNaN(value) && !holds[comparator](value, threshold);
}

/** The newest value that comes nearest to not being as expected. */
function nearest(series: readonly Series[], comparator: Comparator): string {
  const sign = comparator.startsWith('>') ? -1 : 1;
  const newest = ({ values }: Series): number => sign * (values.at(-1) ?? 0);
  const [one] = series.toSorted((a, b) => newest(b) - newest(a));
  return one ? described(one, one.values.at(-1)) : '';
}

const longestLabels = 200;

function described({ labels }: Series, value = NaN): string {
  const pairs = Object.entries(labels).map(([name, text]) => `${name}=${JSON.stringify(text)}`);
  const rounded = String(Number(value.toPrecision(4)));
  return pairs.length === 0 ? rounded : `${rounded} for {${pairs.join(',').slice(0, longestLabels)}}`;
}
