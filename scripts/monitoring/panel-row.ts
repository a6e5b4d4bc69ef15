/** One query of a panel; the legend is Grafana's, `{{label}}` is the value of a label. */
export interface PanelQuery {
  readonly expr: string;
  readonly legend: string;
}

/** One panel. */
export interface PanelRow {
  readonly title: string;
  /** What it answers, and what is worth a look. */
  readonly says: string;
  /** One number, or its course over time. */
  readonly form: 'number' | 'course';
  /** A unit of Grafana. */
  readonly unit: 'short' | 's' | 'percentunit' | 'bytes' | 'reqps' | 'dateTimeAsIso' | 'bool_on_off';
  readonly queries: readonly [PanelQuery, ...PanelQuery[]];
}

/** Panels that answer one question together. */
export interface PanelSection {
  readonly question: string;
  readonly panels: readonly PanelRow[];
}
