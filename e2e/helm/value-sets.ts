import { optInNames } from '../harness/engine.ts';
import type { OverlayOf } from '../harness/overlay.ts';

/** Values of the chart, and the overlay of config/ that says the same. */
export interface ValueSet {
  readonly of: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly overlay: OverlayOf;
}

const inCamelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const size = (name: string): ValueSet => ({
  of: `the size ${name}`,
  values: { size: name },
  overlay: { resources: ['default'], components: [`components/size-${name}`] },
});

/** The default and others. */
export const valueSets: readonly ValueSet[] = [
  { of: 'no values', values: {}, overlay: { resources: ['default'] } },
  size('small'),
  size('medium'),
  size('large'),
  { of: 'https', values: { tls: { enabled: true } }, overlay: { resources: ['default'], components: ['tls'] } },
  {
    of: 'limited networks',
    values: { networkPolicy: { restricted: true } },
    overlay: { resources: ['default'], components: ['components/network-policy'] },
  },
  {
    of: 'a Prometheus that scrapes with a token',
    values: { prometheus: { enabled: true }, metrics: { token: true } },
    overlay: { resources: ['default'], components: ['prometheus', 'components/metrics-token'] },
  },
  {
    of: 'every power, and all that reports or judges',
    values: {
      optIn: Object.fromEntries(optInNames().map((name) => [inCamelCase(name), true])),
      alertmanager: { enabled: true },
      rbac: { verifier: true },
    },
    overlay: { resources: ['default', 'alertmanager', 'verifier', ...optInNames().map((name) => `opt-in/${name}`)] },
  },
];
