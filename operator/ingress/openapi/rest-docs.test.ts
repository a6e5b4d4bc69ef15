import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { asAlice, openDesk } from '../../testing/open-desk.ts';
import { addRoutes } from '../routes.ts';
import { operations } from './operations.ts';

const docs = await readFile(join(import.meta.dirname, '../../../docs/rest.md'), 'utf8');

test('docs/rest.md has a row for each route that asks for a token', () => {
  const rows = [...docs.matchAll(/^\| (`.*?) \| /gm)].flatMap(([, routes = '']) =>
    [...routes.matchAll(/`([^`]+)`/g)].map(([, route]) => route),
  );
  const guarded = Object.entries(operations).filter(([, { security }]) => security === undefined);
  expect(rows.toSorted()).toEqual(guarded.map(([route]) => route).toSorted());
});

test('the requests of docs/rest.md are taken as they stand there', async () => {
  const { door } = openDesk((open, desk) => addRoutes(open, desk, new Registry()));
  const posts = [...docs.matchAll(/-X POST http:\/\/coordination-engine:8080(\S+)[\s\S]*? -d '([^']*)'/g)];
  const answers = posts.map(async ([, url = '', payload = '']) => {
    const headers = { ...asAlice, 'content-type': 'application/json' };
    const { statusCode } = await door.inject({ method: 'POST', url, headers, payload });
    return `${url} ${statusCode}`;
  });
  expect(await Promise.all(answers)).toEqual(['/api/v1/anomalies 201', '/api/v1/remediate 202']);
});
