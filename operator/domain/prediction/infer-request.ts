/** The HTTP protocols of inference, as KServe names them: TensorFlow's (v1) and the Open Inference Protocol (v2). */
export type Protocol = 'v1' | 'v2';

/** One row of numbers per question, all of one length. */
export type Rows = readonly (readonly number[])[];

/** What is posted to a model server, and where below its URL. */
export interface InferRequest {
  readonly path: string;
  readonly body: object;
}

/** Asks the model for one answer per row; in v2 the rows are one tensor of doubles. */
export function inferRequest(protocol: Protocol, model: string, rows: Rows): InferRequest {
  const name = encodeURIComponent(model);
  if (protocol === 'v1') return { path: `/v1/models/${name}:predict`, body: { instances: rows } };
  const tensor = { name: 'input-0', shape: [rows.length, rows[0]?.length ?? 0], datatype: 'FP64', data: rows.flat() };
  return { path: `/v2/models/${name}/infer`, body: { inputs: [tensor] } };
}

/** What the schema of the parameter cannot say: the number of the first row (from 1) that is not as long as the first one. */
export function unevenRow(rows: Rows): number | undefined {
  const found = rows.findIndex((row) => row.length !== rows[0]?.length);
  return found < 0 ? undefined : found + 1;
}
