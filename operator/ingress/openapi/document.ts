import { fastifySwagger, type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { answerSchemas } from './answer-schemas.ts';
import { explainSchemas } from './explain-schemas.ts';
import { operations } from './operations.ts';
import { problemSchema } from './problem-answers.ts';
import { statusSchemas } from './status-schemas.ts';

/** Names of objects; what is none is the name of nothing, hence a 404. */
const idParams = {
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 253, pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$', description: 'Name of the object.' },
  },
};

/**
 * GET /openapi.json tells, to every caller, of all routes that the door is given from now on (OpenAPI 3.1). What they validate is taken from
 * them; nothing else that it says is used in serving them.
 */
export function describeRoutes(door: FastifyInstance, version: () => string): void {
  const options: FastifyDynamicSwaggerOptions = {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Coordination engine',
        version: '',
        description: 'Decides what may be done to a cluster, in which order, and undoes it when it did not help.',
      },
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'Token of a ServiceAccount or user of the cluster.' } },
        schemas: { ...answerSchemas, ...explainSchemas, ...statusSchemas, Problem: problemSchema },
      },
      security: [{ bearer: [] }],
    },
    refResolver: { buildLocalReference: ({ $id }, _base, _fragment, index) => (typeof $id === 'string' ? $id : `part-${index}`) },
    transform: ({ schema, url, route: { method } }) => ({ schema: documented(`${[method].flat().join()} ${url}`, url, schema), url }),
  };
  // Registered in the usual way it would not see the routes that are added before the door is ready.
  fastifySwagger(door, options, () => undefined);
  door.get('/openapi.json', () => {
    const document = door.swagger();
    return { ...document, info: { ...document.info, version: version() } };
  });
}

/** The schema of a route and what else is to be said of it. Throws where nothing is. */
function documented(key: string, url: string, schema: FastifySchema | undefined): FastifySchema {
  const operation = operations[key];
  if (!operation) throw new Error(`nothing is said of ${key}`);
  const { examples, ...said } = operation;
  const body = schema?.body ? alternatives(schema.body) : undefined;
  return {
    ...schema,
    ...(body && { body: { ...body, ...(examples && { examples: Object.values(examples).map(({ value }) => value) }) } }),
    ...(url.includes(':id') && { params: idParams }),
    ...said,
  };
}

interface Conditional {
  readonly then?: object;
  readonly else?: object;
}

/** What is judged by one of two schemas is one of two things; few readers of the document understand the former. */
function alternatives(body: Conditional): object {
  return body.then && body.else ? { oneOf: [body.else, body.then] } : body;
}
