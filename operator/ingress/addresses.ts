import type { FastifyInstance } from 'fastify';
import { HttpProblem } from './problem.ts';
import { servedHere } from './relatives.ts';

/** Throws a 405 for an address that is there for other methods, and a 404 for one that is not there at all. */
export type RefuseAddress = (method: string, path: string) => never;

/** Knows the addresses of all routes that the door is given from now on. */
export function knowAddresses(door: FastifyInstance): RefuseAddress {
  const routes: { readonly parts: readonly string[]; readonly methods: readonly string[] }[] = [];
  door.addHook('onRoute', ({ url, method }) => void routes.push({ parts: url.split('/'), methods: [method].flat() }));
  return (method, path) => {
    const here = servedHere(path);
    if (here !== undefined) throw new HttpProblem({ status: 404, message: `there is nothing at ${path.slice(0, longestShown)}; ${here}` });
    const parts = path.split('/');
    const allow = [...new Set(routes.filter((route) => fits(route.parts, parts)).flatMap(({ methods }) => methods))].toSorted();
    if (allow.length === 0) throw new HttpProblem({ status: 404, message: `there is nothing at ${path.slice(0, longestShown)}` });
    throw new HttpProblem({ status: 405, message: `${method} is not for this address; ${allow.join(', ')} is`, allow });
  };
}

const longestShown = 253;

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.length === parts.length && pattern.every((part, index) => part.startsWith(':') || part === parts[index]);
}
