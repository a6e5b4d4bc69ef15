import { Counter, Gauge, Histogram, type LabelValues, type Registry } from 'prom-client';
import { seriesOf, type CounterRow, type GaugeRow, type HistogramRow } from './metric-row.ts';

/** The counter of the row, with every series that it has from the start at 0, so that rate() sees the first event of each. */
export function registerCounter<Label extends string>(registry: Registry, row: CounterRow<Label>): Counter<Label> {
  const counter = new Counter<Label>({ ...namesOf(row), registers: [registry] });
  for (const series of seriesOf(row)) counter.inc(series, 0);
  return counter;
}

/** The histogram of the row, with every series that it has from the start. */
export function registerHistogram<Label extends string>(registry: Registry, row: HistogramRow<Label>): Histogram<Label> {
  const histogram = new Histogram<Label>({ ...namesOf(row), buckets: [...row.buckets], registers: [registry] });
  for (const series of seriesOf(row)) histogram.zero(series);
  return histogram;
}

/** The gauge of the row, with every series that it has from the start at 0. */
export function registerGauge<Label extends string>(registry: Registry, row: GaugeRow<Label>): Gauge<Label> {
  const gauge = new Gauge<Label>({ ...namesOf(row), registers: [registry] });
  setToZero(gauge, row);
  return gauge;
}

/** One value of a gauge. */
export interface Reading<Label extends string> {
  readonly labels: LabelValues<Label>;
  readonly value: number;
}

/** The gauge of the row is read anew at each scrape, so that no value is left over from what was; what is not told is 0. */
export function registerReading<Label extends string>(
  registry: Registry,
  row: GaugeRow<Label>,
  read: () => Iterable<Reading<Label>> | number,
): void {
  new Gauge<Label>({
    ...namesOf(row),
    registers: [registry],
    collect() {
      const told = read();
      if (typeof told === 'number') return this.set(told);
      this.reset();
      setToZero(this, row);
      for (const { labels, value } of told) this.set(labels, value);
    },
  });
}

function setToZero<Label extends string>(gauge: Gauge<Label>, row: GaugeRow<Label>): void {
  for (const series of seriesOf(row)) gauge.set(series, 0);
}

function namesOf<Label extends string>({ name, help, labels }: CounterRow<Label> | GaugeRow<Label> | HistogramRow<Label>) {
  return { name, help, labelNames: Object.keys(labels) as Label[] };
}
