import type { Registry } from 'prom-client';
import { registerCounter } from './register.ts';
import { kubeTable } from './runtime-table.ts';

/** Counts spans by what became of them: sent, not sent, or never tried since too many waited. */
export type CountSpans = (fate: 'exported' | 'failed' | 'dropped', spans: number) => void;

/** What counts spans in `registry`. */
export function makeTraceMetrics(registry: Registry): CountSpans {
  const spans = registerCounter(registry, kubeTable.spans);
  return (result, count) => spans.inc({ result }, count);
}
