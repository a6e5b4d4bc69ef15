import { Registry } from 'prom-client';
import { makeFrontDoor } from '../../operator/ingress/front-door.ts';
import { addRoutes } from '../../operator/ingress/routes.ts';
import { version } from '../../operator/version.ts';
import { table } from './markdown.ts';
import { limitWords, type Limited } from './reference.ts';

/** As much of a JSON schema as the document of the front door uses. */
interface Part extends Limited {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Part>>;
  readonly items?: Part;
  readonly anyOf?: readonly Part[];
  readonly oneOf?: readonly Part[];
}

interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema: Part }>>;
}

interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string; readonly schema: Part }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Part }>> };
  readonly responses: Readonly<Record<string, Answer>>;
}

/** An OpenAPI document, as far as it is read here. */
export interface RestDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Part>> };
}

const nothing = (): undefined => undefined;

/** The document that a front door of this version answers at /openapi.json. */
export async function restDocument(): Promise<RestDocument> {
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing, event: nothing };
  const health = () => ({ version, uptimeSeconds: () => 0, gates: [] });
  const door = makeFrontDoor({ health, keeper: nothing, log, auth: 'none' });
  addRoutes(door, nothing, new Registry());
  const { statusCode, body } = await door.inject({ url: '/openapi.json', headers: { host: 'localhost' } });
  await door.close();
  if (statusCode !== 200) throw new Error(`the front door does not tell of itself: ${statusCode} ${body}`);
  return JSON.parse(body) as RestDocument;
}

/** docs/reference/openapi.json: the document as it is served, for tools that read it from the sources. */
export function emitOpenApi(document: RestDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** docs/reference/rest.md: every request with its parameters, its body and its answers, and every form that these have. */
export function emitRest({ paths, components }: RestDocument): string {
  const common = commonAnswers(Object.values(paths).flatMap((methods) => Object.values(methods)));
  const requests = Object.entries(paths)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) => requestSection(`${method.toUpperCase()} ${path}`, operation, common)),
    );
  const forms = Object.entries(components.schemas)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, part]) => ['', `### ${name}`, '', ...(part.description ? [part.description, ''] : []), membersOf(part)]);
  const usual = [...common].map((text) => JSON.parse(text) as string[]);
  return [head, '## Requests', ...requests, '', anyAnswers, '', table(['answer', 'when'], usual), '', '## Forms', ...forms, ''].join('\n');
}

const anyAnswers = `## Answers to any request that asks for a token

Each a [Problem](#problem) (\`application/problem+json\`).`;

/** The problems, as status and description in JSON, that every request with a token may be answered with. */
function commonAnswers(operations: readonly Operation[]): ReadonlySet<string> {
  const sets = operations
    .filter(({ security }) => security === undefined)
    .map(({ responses }) => new Set(Object.entries(responses).map(([status, { description }]) => JSON.stringify([status, description]))));
  const [first = new Set<string>(), ...rest] = sets;
  return new Set([...first].filter((answer) => rest.every((one) => one.has(answer))));
}

const head = `# The REST API

Made from the routes by \`npm run generate\`; do not edit. The same as an OpenAPI 3.1 document: [openapi.json](openapi.json), which each replica serves at \`/openapi.json\`.
How to use it says [rest.md](../rest.md), how a request is judged and what a client may take [front-door.md](front-door.md).
`;

function requestSection(request: string, operation: Operation, common: ReadonlySet<string>): string[] {
  const { summary, description, security, parameters = [], requestBody, responses } = operation;
  const rows = parameters.map((one) => [`\`${one.name}\``, one.in, typeOf(one.schema), one.description ?? one.schema.description ?? '']);
  const answers = Object.entries(responses).filter(([status, answer]) => !common.has(JSON.stringify([status, answer.description])));
  return [
    '',
    `### ${request}`,
    '',
    `${summary}.${description ? ` ${description}` : ''}${security?.length === 0 ? ' Without a token.' : ''}`,
    ...(rows.length > 0 ? ['', table(['parameter', 'in', 'type', 'description'], rows)] : []),
    ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => bodyLines(schema)),
    '',
    table(
      ['answer', 'body', 'when'],
      answers.map(([status, answer]) => [status, bodyOf(answer), answer.description]),
    ),
  ];
}

/** One of several forms is told in its turn; one that has no name, with its members. */
function bodyLines(schema: Part): string[] {
  const forms = schema.oneOf ?? [schema];
  return forms.flatMap((form, place) => [
    '',
    `${place === 0 ? 'Body' : 'Or'}: ${typeOf(form)}`,
    ...(form.properties ? ['', membersOf(form)] : []),
  ]);
}

function bodyOf({ content = {} }: Answer): string {
  const [[type, one] = []] = Object.entries(content);
  return one === undefined || type === undefined ? '' : `${typeOf(one.schema)} (\`${type}\`)`;
}

function membersOf(part: Part): string {
  const rows = fieldsIn(part, '');
  return rows.length === 0 ? typeOf(part) : table(['member', 'type', '', 'description'], rows);
}

function fieldsIn({ properties = {}, required = [] }: Part, under: string): string[][] {
  return Object.entries(properties).flatMap(([name, part]) => {
    const path = `${under}${name}`;
    const row = [`\`${path}\``, typeOf(part), required.includes(name) ? 'required' : '', part.description ?? ''];
    return [row, ...fieldsIn(part, `${path}.`), ...(part.items ? fieldsIn(part.items, `${path}[].`) : [])];
  });
}

function typeOf(part: Part): string {
  if (part.$ref) return linkTo(part.$ref.split('/').at(-1) ?? '');
  const choices = part.oneOf ?? part.anyOf;
  if (choices) return choices.map(typeOf).join(' or ');
  if (part.enum) return part.enum.map((value) => `\`${String(value)}\``).join(', ');
  const named = [part.type ?? 'anything'].flat().join(' or ');
  const known = part.items ? `${named} of ${typeOf(part.items)}` : (part.format ?? named);
  return [known, ...limitWords(part)].join(', ');
}

const linkTo = (name: string): string => `[${name}](#${name.toLowerCase()})`;
