import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import type { FastifySchema } from 'fastify';
import { Registry } from 'prom-client';
import { openDesk } from '../testing/open-desk.ts';
import { rawAlertSchema } from './alertmanager/webhook.ts';
import { addRoutes } from './routes.ts';

const judge = new Ajv({ strict: true, allowUnionTypes: true });

/** What the routes have their requests judged by, by address. */
function schemasOfRoutes(): [string, object][] {
  const found: [string, object][] = [];
  openDesk((door, desk) => {
    door.addHook('onRoute', ({ method, url, schema }) => {
      for (const part of partsOf(schema)) found.push([`${[method].flat().join()} ${url}`, part]);
    });
    addRoutes(door, desk, new Registry());
  });
  return found;
}

const partsOf = ({ body, querystring, params, headers }: FastifySchema = {}): object[] =>
  [body, querystring, params, headers].filter((part): part is object => typeof part === 'object');

test('there are schemas of routes', () => {
  expect(schemasOfRoutes().map(([address]) => address)).toEqual(
    expect.arrayContaining(['POST /api/v1/anomalies', 'POST /api/v1/remediate', 'POST /api/v1/alertmanager']),
  );
});

test.each([...schemasOfRoutes(), ['one alert', rawAlertSchema] as [string, object]])(
  '%s is judged by a schema that is one',
  (_of, schema) => {
    expect(judge.validateSchema(schema)).toBe(true);
  },
);

test('what is no schema is seen by that', () => {
  expect(judge.validateSchema({ type: 'object', required: 'status' })).toBe(false);
});
