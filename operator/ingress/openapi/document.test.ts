import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { asAlice, openDesk, type OpenDesk } from '../../testing/open-desk.ts';
import { addRoutes } from '../routes.ts';
import { operations } from './operations.ts';

interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, Content>> }>>;
}

interface Content {
  readonly schema: object;
  readonly example?: object;
  readonly examples?: Readonly<Record<string, { readonly value: object }>>;
}

interface Document {
  readonly openapi: string;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const everything = (): OpenDesk => openDesk((door, desk) => addRoutes(door, desk, new Registry()));

async function documentOf({ door }: Pick<OpenDesk, 'door'>): Promise<Document> {
  const answer = await door.inject({ url: '/openapi.json', headers: asAlice });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

const told = async (): Promise<Document> => documentOf(everything());

function examplesOf({ example, examples = {} }: Partial<Content> = {}): object[] {
  return [...(example ? [example] : []), ...Object.values(examples).map(({ value }) => value)];
}

test('every route is told of, and nothing that is no route', async () => {
  const { openapi, paths } = await told();
  const keys = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
  expect(openapi).toBe('3.1.0');
  expect(keys.toSorted()).toEqual(
    Object.keys(operations)
      .map((key) => key.replace(':id', '{id}'))
      .toSorted(),
  );
});

test('there is no document while nothing is said of a route', async () => {
  const { door } = openDesk((open) => void open.get('/api/v1/secrets', () => ({})));
  expect((await door.inject({ url: '/openapi.json', headers: asAlice })).statusCode).toBe(500);
});

test('in tests an answer that is not as documented is none', async () => {
  const { door } = openDesk((open) => void open.get('/api/v1/status', () => ({ engine_status: 'fine' })));
  const answer = await door.inject({ url: '/api/v1/status', headers: asAlice });
  expect(answer.json()).toMatchObject({ status: 500, message: expect.stringContaining('the document says otherwise') as unknown });
});

test('only who has a token sees the document', async () => {
  const { door } = openDesk(() => undefined);
  expect((await door.inject({ url: '/openapi.json' })).statusCode).toBe(401);
});

test('every operation has a name of its own, and says what else than success may come', async () => {
  const { paths } = await told();
  const each = Object.values(paths).flatMap((methods) => Object.values(methods));
  expect(new Set(each.map(({ operationId }) => operationId)).size).toBe(each.length);
  for (const { responses, security } of each) {
    if (security?.length === 0) continue;
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '408', '413', '415', '500', '503']));
    for (const [status, { content }] of Object.entries(responses))
      expect(Object.keys(content)).toEqual([Number(status) >= 400 ? 'application/problem+json' : (Object.keys(content)[0] ?? '')]);
  }
});

test('every part that is referred to is there', async () => {
  const document = await told();
  const names = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining([...new Set(names)]));
  expect(Object.keys(document.components.schemas)).toContain('AnomalyRequest');
});

test('the bodies of the examples are taken as they stand there', async () => {
  const { door } = everything();
  const { paths } = await documentOf({ door });
  const bodies = Object.entries(paths).flatMap(([url, { post }]) =>
    examplesOf(post?.requestBody?.content['application/json']).map((value) => ({ url, value })),
  );
  expect(bodies).toHaveLength(4);
  for (const { url, value } of bodies) {
    const { statusCode } = await door.inject({ method: 'POST', url, headers: asAlice, payload: value });
    expect({ url, isTaken: [200, 201, 202].includes(statusCode) }).toEqual({ url, isTaken: true });
  }
});
