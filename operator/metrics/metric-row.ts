/** The values that a label may have. All of `values` have their series from the start. */
export interface LabelSet {
  readonly values: readonly string[];
  /** What else may appear later, and why it does not grow with the objects of a cluster. */
  readonly more?: string;
}

interface Row<Label extends string> {
  /** Unique; the base unit last, then `_total` for counters alone. */
  readonly name: string;
  readonly help: string;
  readonly labels: Readonly<Record<Label, LabelSet>>;
  /** 1 unless told: a number of things. */
  readonly unit?: 'seconds' | '0 or 1' | 'seconds since 1970';
}

/** What only grows while the process lives. */
export interface CounterRow<Label extends string = string> extends Row<Label> {
  readonly type: 'counter';
}

/** What goes up and down. */
export interface GaugeRow<Label extends string = string> extends Row<Label> {
  readonly type: 'gauge';
}

/** How often something took how long. */
export interface HistogramRow<Label extends string = string> extends Row<Label> {
  readonly type: 'histogram';
  /** Upper bounds in the unit, ascending; +Inf comes by itself. */
  readonly buckets: readonly number[];
}

/** Everything that there is to know of a metric before it has a value. */
export type MetricRow = CounterRow | GaugeRow | HistogramRow;

/** The series that a metric has from the start, as the values of its labels. */
export function seriesOf<Label extends string>({ labels }: Row<Label>): Record<Label, string>[] {
  const sets: [string, LabelSet][] = Object.entries(labels);
  const empty: Record<string, string>[] = [{}];
  return sets.reduce((some, [label, { values }]) => some.flatMap((one) => values.map((value) => ({ ...one, [label]: value }))), empty);
}
