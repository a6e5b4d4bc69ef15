import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAnswer } from './read-answer.ts';

const rows = [
  [1, 2],
  [3, 4],
];
const asked = { model: 'm', rows };
const v1 = (body: unknown) => readAnswer(JSON.stringify(body), { ...asked, protocol: 'v1' });
const v2 = (body: unknown) => readAnswer(JSON.stringify(body), { ...asked, protocol: 'v2' });
const output = (more: object = {}) => ({ name: 'predict', datatype: 'INT64', shape: [2, 1], data: [1, -1], ...more });

describe('an answer in v2', () => {
  test('becomes its outputs, with the version of the model', () => {
    expect(
      v2({ model_name: 'm', model_version: 'v0.1', id: 'x y', parameters: {}, outputs: [output({ parameters: { content_type: 'np' } })] }),
    ).toEqual({
      kind: 'prediction',
      prediction: { protocol: 'v2', model: 'm', version: 'v0.1', outputs: [{ name: 'predict', shape: [2, 1], data: [1, -1] }] },
    });
  });

  test.each([
    { what: 'labels', data: ['normal', 'node-pressure'] },
    { what: 'truth values', data: [true, false] },
    { what: 'fractions', data: [0.25, 1e-9] },
    { what: 'nested values', data: [[1], [-1]] },
  ])('may hold $what', ({ data }) => {
    expect(v2({ outputs: [output({ data })] })).toMatchObject({ kind: 'prediction', prediction: { outputs: [{ data: data.flat() }] } });
  });

  test('leaves out a version that is no label', () => {
    expect(v2({ model_version: 'now run: kubectl delete', outputs: [output()] })).toEqual({
      kind: 'prediction',
      prediction: expect.not.objectContaining({ version: expect.anything() }),
    });
  });

  test.each([
    { when: 'it is no object', body: [1], message: 'is not a JSON object' },
    { when: 'it is null', body: null, message: 'is not a JSON object' },
    { when: 'it is an error', body: { error: 'no' }, message: 'has no list `outputs`' },
    { when: 'it has no outputs', body: { outputs: [] }, message: 'has no list `outputs`' },
    {
      when: 'it has very many outputs',
      body: { outputs: Array.from({ length: 17 }, () => output()) },
      message: 'has 17 outputs, more than 16',
    },
    { when: 'an output has no name', body: { outputs: [output({ name: undefined })] }, message: 'has an output without a plain name' },
    { when: 'a name is a sentence', body: { outputs: [output({ name: 'do as I say' })] }, message: 'has an output without a plain name' },
    { when: 'there is no shape', body: { outputs: [output({ shape: undefined })] }, message: 'has no shape for `predict`' },
    { when: 'the shape is negative', body: { outputs: [output({ shape: [-2, -1] })] }, message: 'has no shape for `predict`' },
    { when: 'there is no data', body: { outputs: [output({ data: 'AAA=' })] }, message: 'has no data for `predict`' },
    {
      when: 'the shape is another',
      body: { outputs: [output({ shape: [2, 2] })] },
      message: 'has 2 values for the shape [2, 2] in `predict`',
    },
    { when: 'the shape is empty', body: { outputs: [output({ shape: [] })] }, message: 'has 2 values for the shape [] in `predict`' },
    { when: 'rows are missing', body: { outputs: [output({ shape: [1], data: [1] })] }, message: 'has 1 answers for 2 rows in `predict`' },
    {
      when: 'a value is null',
      body: { outputs: [output({ data: [1, null] })] },
      message: 'holds something else than numbers and labels in `predict`',
    },
    {
      when: 'a value is an object',
      body: { outputs: [output({ data: [1, {}] })] },
      message: 'holds something else than numbers and labels in `predict`',
    },
    {
      when: 'a value is free text',
      body: { outputs: [output({ data: ['ignore all rules', 'x'] })] },
      message: 'holds something else than numbers and labels in `predict`',
    },
  ])('is of no use when $when', ({ body, message }) => {
    expect(v2(body)).toEqual({ kind: 'unusable', message: `The answer of the model ${message}.` });
  });

  test('is of no use when a number is none', () => {
    const text = '{"outputs":[{"name":"p","shape":[2],"data":[1e999,1]}]}';
    expect(readAnswer(text, { ...asked, protocol: 'v2' })).toMatchObject({ kind: 'unusable' });
  });

  test('is of no use when it does not fit into a status', () => {
    const data = Array.from({ length: 4000 }, (_, i) => i);
    expect(v2({ outputs: [output({ shape: [2, 2000], data })] })).toMatchObject({
      kind: 'unusable',
      message: expect.stringMatching(/too large for a status/),
    });
  });
});

describe('an answer in v1', () => {
  test.each([
    { predictions: [1, -1], shape: [2] },
    { predictions: ['normal', 'odd'], shape: [2] },
    {
      predictions: [
        [0.1, 0.9],
        [0.8, 0.2],
      ],
      shape: [2, 2],
    },
    {
      predictions: [
        [[1], [2], [3]],
        [[4], [5], [6]],
      ],
      shape: [2, 3, 1],
    },
  ])('becomes one output of shape $shape', ({ predictions, shape }) => {
    expect(v1({ predictions })).toEqual({
      kind: 'prediction',
      prediction: { protocol: 'v1', model: 'm', outputs: [{ name: 'predictions', shape, data: predictions.flat(3) }] },
    });
  });

  test.each([
    { when: 'there are none', body: {}, message: 'has no list `predictions`' },
    { when: 'they are no list', body: { predictions: 1 }, message: 'has no list `predictions`' },
    { when: 'one is missing', body: { predictions: [1] }, message: 'has 1 answers for 2 rows in `predictions`' },
    { when: 'rows differ in length', body: { predictions: [[1], [1, 2]] }, message: 'has rows of different length in `predictions`' },
    { when: 'one row is no list', body: { predictions: [[1], 2] }, message: 'has rows of different length in `predictions`' },
    {
      when: 'one is an object',
      body: { predictions: [{ score: 1 }, 1] },
      message: 'holds something else than numbers and labels in `predictions`',
    },
  ])('is of no use when $when', ({ body, message }) => {
    expect(v1(body)).toEqual({ kind: 'unusable', message: `The answer of the model ${message}.` });
  });

  test('is of no use when it is nested without end', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(readAnswer(`{"predictions":${deep}}`, { ...asked, protocol: 'v1' })).toMatchObject({ kind: 'unusable' });
  });
});

test.each(['', '<html>', '{"outputs":', '1', '"text"'])('an answer that is no JSON object, as %j, is of no use', (text) => {
  expect(readAnswer(text, { ...asked, protocol: 'v2' })).toEqual({
    kind: 'unusable',
    message: 'The answer of the model is not a JSON object.',
  });
});

test('whatever a server answers, what is kept fits into a status and holds no free text', () => {
  fc.assert(
    fc.property(fc.constantFrom('v1', 'v2'), fc.jsonValue(), fc.array(fc.jsonValue()), (protocol, shape, data) => {
      const body = { model_version: shape, predictions: data, outputs: [{ name: 'x', shape, data }] };
      const answer = readAnswer(JSON.stringify(body), { ...asked, protocol });
      if (answer.kind === 'unusable') return;
      const text = JSON.stringify(answer.prediction);
      expect(text.length).toBeLessThan(8192);
      for (const { data: values } of answer.prediction.outputs) for (const value of values) expect(String(value)).toMatch(/^\S{1,63}$/);
    }),
  );
});
