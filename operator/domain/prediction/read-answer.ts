import { isFields, type Fields } from '../../api/fields.ts';
import { parsedJson } from '../../api/parsed-json.ts';
import type { Protocol, Rows } from './infer-request.ts';

/** One output of a model: its values in row-major order. */
export interface Output {
  readonly name: string;
  readonly shape: readonly number[];
  /** Numbers, truth values and labels; never free text. */
  readonly data: readonly (number | boolean | string)[];
}

/** What a model said, in the form in which it goes into `status.result`. */
export interface Prediction {
  readonly protocol: Protocol;
  readonly model: string;
  readonly version?: string;
  readonly outputs: readonly Output[];
}

/** The answer of a model server, or why it is of no use. */
export type Answer =
  { readonly kind: 'prediction'; readonly prediction: Prediction } | { readonly kind: 'unusable'; readonly message: string };

/** What was asked, so that the answer can be held against it. */
export interface Asked {
  readonly protocol: Protocol;
  readonly model: string;
  readonly rows: Rows;
}

/** Bytes of a prediction as JSON: status.result takes 8 KiB, and a part of a prediction is none. */
const largest = 7168;
const mostOutputs = 16;
const deepest = 8;
const label = /^[A-Za-z0-9]([A-Za-z0-9_.:/-]{0,61}[A-Za-z0-9])?$/;

/** A fault in an answer, found somewhere below. */
type Fault = string;

/**
 * Reads the text that a model server answered with. Every output has to hold one answer per row, with as many values as its shape says,
 * each of them a finite number, a truth value or a label.
 */
export function readAnswer(text: string, asked: Asked): Answer {
  const body = parsedJson(text);
  if (!isFields(body)) return unusable('is not a JSON object');
  const outputs = asked.protocol === 'v2' ? outputsOfV2(body) : outputsOfV1(body);
  if (typeof outputs === 'string') return unusable(outputs);
  const fault = outputs.map((output) => faultIn(output, asked.rows)).find((one) => one !== undefined);
  if (fault !== undefined) return unusable(fault);
  const version = isLabel(body['model_version']) ? { version: body['model_version'] } : {};
  const prediction = { protocol: asked.protocol, model: asked.model, ...version, outputs };
  const size = JSON.stringify(prediction).length;
  return size > largest ? unusable(`is too large for a status: ${size} bytes`) : { kind: 'prediction', prediction };
}

const unusable = (what: string): Answer => ({ kind: 'unusable', message: `The answer of the model ${what}.` });

function outputsOfV1(body: Fields): Output[] | Fault {
  const { predictions } = body;
  if (!Array.isArray(predictions)) return 'has no list `predictions`';
  const shape = shapeOf(predictions, deepest);
  if (!shape) return 'has rows of different length in `predictions`';
  const data = predictions.flat(deepest);
  return data.every(isValue) ? [{ name: 'predictions', shape, data }] : noValue('predictions');
}

function outputsOfV2(body: Fields): Output[] | Fault {
  const { outputs } = body;
  if (!Array.isArray(outputs) || outputs.length === 0) return 'has no list `outputs`';
  if (outputs.length > mostOutputs) return `has ${outputs.length} outputs, more than ${mostOutputs}`;
  const read = outputs.map(outputOfV2);
  return read.find((one) => typeof one === 'string') ?? read.filter((one) => typeof one !== 'string');
}

function outputOfV2(output: unknown): Output | Fault {
  if (!isFields(output) || !isLabel(output['name'])) return 'has an output without a plain name';
  const { name, shape, data } = output;
  if (!Array.isArray(shape) || !shape.every(isCount)) return `has no shape for \`${name}\``;
  if (!Array.isArray(data)) return `has no data for \`${name}\``;
  const values: readonly unknown[] = data.flat(deepest);
  return values.every(isValue) ? { name, shape, data: values } : noValue(name);
}

const noValue = (name: string): Fault => `holds something else than numbers and labels in \`${name}\``;

function faultIn({ name, shape, data }: Output, rows: Rows): Fault | undefined {
  const values = shape.reduce((product, size) => product * size, 1);
  if (shape.length === 0 || values !== data.length) return `has ${data.length} values for the shape [${shape.join(', ')}] in \`${name}\``;
  return shape[0] === rows.length ? undefined : `has ${shape[0]} answers for ${rows.length} rows in \`${name}\``;
}

/** The sizes of nested lists from the outside in; undefined when lists of one depth differ, or are nested too deep. */
function shapeOf(value: unknown, depth: number): number[] | undefined {
  if (!Array.isArray(value)) return [];
  if (depth === 0) return undefined;
  const [first, ...others] = value.map((one) => shapeOf(one, depth - 1));
  if (value.length > 0 && !first) return undefined;
  const alike = others.every((shape) => shape?.join() === first?.join());
  return alike ? [value.length, ...(first ?? [])] : undefined;
}

function isLabel(value: unknown): value is string {
  return typeof value === 'string' && label.test(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isValue(value: unknown): value is number | boolean | string {
  return typeof value === 'boolean' || Number.isFinite(value) || isLabel(value);
}
