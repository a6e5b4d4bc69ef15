import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { phaseEdges } from '../../operator/testing/phase-edges.ts';

const page = await readFile(join(import.meta.dirname, '../../docs/concepts.md'), 'utf8');
const diagrams = [...page.matchAll(/^```mermaid\n(.*?)^```$/gms)].map(([, body = '']) => body);

/** `from --> to` of each line, without where it begins. */
const edgesIn = (diagram = ''): string[] => [...diagram.matchAll(/^ +(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} ${to}`).toSorted();

test.each(['Anomaly', 'RemediationPlan', 'RemediationAction'] as const)('docs/concepts.md draws the edges to which every run of %s is held', (kind) => {
  const edges: Readonly<Record<string, readonly string[]>> = phaseEdges[kind];
  const held = Object.keys(edges).flatMap((from) => (edges[from] ?? []).map((to) => `${from} ${to}`));
  const index = Object.keys(phaseEdges).indexOf(kind);
  expect(edgesIn(diagrams[index])).toEqual(held.filter((edge) => new Set(edge.split(' ')).size === 2).toSorted());
});
