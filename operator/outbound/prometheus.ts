import { Ajv } from 'ajv';
import { lazily } from '../api/lazily.ts';
import { parsedJson } from '../api/parsed-json.ts';
import type { Measurement, Series } from '../domain/health/measurement.ts';
import type { Clock } from '../kube/clock.ts';
import type { HttpGet, Reply } from './http-get.ts';

/** The time over which a query is measured. */
export interface Window {
  /** Length, up to now; 0 for now alone. */
  readonly seconds: number;
  /** The window does not reach back behind it. */
  readonly since?: Date;
}

/** What was measured, or why nothing was, as the end of a sentence about Prometheus. */
export type Reading = ({ readonly kind: 'measured' } & Measurement) | { readonly kind: 'unread'; readonly cause: string };

/** Measures by PromQL; what cannot be measured is a reading, never thrown. */
export interface MetricsReader {
  measure(query: string, window: Window): Promise<Reading>;
}

/** Values of one series per window at most, and no more often than a second: a shorter breach may pass unseen between two. */
const mostSteps = 240;

/** Asks the HTTP API v1 of Prometheus, or of what speaks it (Thanos): one moment by `query`, a window by `query_range`. */
export function makePrometheus(get: HttpGet, clock: Clock): MetricsReader {
  return {
    async measure(query, { seconds, since }) {
      if (seconds === 0) return readingOf(await get('/api/v1/query', { query }), { steps: 1, whole: true });
      const end = clock.now().getTime() / 1000;
      const asked = end - seconds;
      const start = since === undefined ? asked : Math.min(end, Math.max(asked, since.getTime() / 1000));
      const step = Math.max(1, Math.ceil(seconds / mostSteps));
      const steps = Math.floor((end - start) / step) + 1;
      const times = { start: String(start), end: String(end), step: String(step) };
      return readingOf(await get('/api/v1/query_range', { query, ...times }), { steps, whole: start === asked });
    },
  };
}

function readingOf(reply: Reply, { steps, whole }: Pick<Measurement, 'steps' | 'whole'>): Reading {
  if (reply.kind === 'none') return { kind: 'unread', cause: `could not be asked: ${reply.cause}` };
  const body = parsedJson(reply.text); // of a proxy's page the code says what it is
  const { isRefusal, isAnswer } = judges();
  if (isRefusal(body)) return { kind: 'unread', cause: `refused the query: ${printable(`${body.errorType}: ${body.error}`)}` };
  if (reply.code !== 200) return { kind: 'unread', cause: `answered ${reply.code}` };
  if (!isAnswer(body)) return { kind: 'unread', cause: 'gave an answer that is not a number, a vector or a matrix' };
  return { kind: 'measured', series: seriesOf(body), steps, whole };
}

/** What another program wrote, on one line and not too long for a status. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 300);
}

interface Refusal {
  readonly status: 'error';
  readonly errorType: string;
  readonly error: string;
}

type Sample = readonly [number, string];
type Labels = Readonly<Record<string, string>>;

interface Answer {
  readonly status: 'success';
  readonly data:
    | { readonly resultType: 'scalar'; readonly result: Sample }
    | { readonly resultType: 'vector'; readonly result: readonly { readonly metric: Labels; readonly value?: Sample }[] }
    | { readonly resultType: 'matrix'; readonly result: readonly { readonly metric: Labels; readonly values?: readonly Sample[] }[] };
}

const text = { type: 'string' };
const refusal = {
  type: 'object',
  required: ['status', 'errorType', 'error'],
  properties: { status: { const: 'error' }, errorType: text, error: text },
};
const sample = { type: 'array', minItems: 2, maxItems: 2, items: [{ type: 'number' }, text] };
const metric = { type: 'object', additionalProperties: text };
const data = (resultType: string, result: object) => ({
  type: 'object',
  required: ['resultType', 'result'],
  properties: { resultType: { const: resultType }, result },
});
const each = (properties: object) => ({
  type: 'array',
  items: { type: 'object', required: ['metric'], properties: { metric, ...properties } },
});
const answer = {
  type: 'object',
  required: ['status', 'data'],
  properties: {
    status: { const: 'success' },
    data: {
      type: 'object',
      oneOf: [
        data('scalar', sample),
        data('vector', each({ value: sample })),
        data('matrix', each({ values: { type: 'array', items: sample } })),
      ],
    },
  },
};
const judges = lazily(() => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTuples: false });
  return { isRefusal: ajv.compile<Refusal>(refusal), isAnswer: ajv.compile<Answer>(answer) };
});

/** A native histogram has no value that could be compared; its series is one without values. */
function seriesOf({ data }: Answer): Series[] {
  switch (data.resultType) {
    case 'scalar':
      return [{ labels: {}, values: [numberOf(data.result)] }];
    case 'vector':
      return data.result.map(({ metric, value }) => ({ labels: metric, values: value ? [numberOf(value)] : [] }));
    case 'matrix':
      return data.result.map(({ metric, values = [] }) => ({ labels: metric, values: values.map(numberOf) }));
    default:
      return data satisfies never;
  }
}

function numberOf([, value]: Sample): number {
  if (value === '+Inf') return Infinity;
  return value === '-Inf' ? -Infinity : Number(value);
}
