import { summarise } from '../domain/health/finding.ts';
import { judgeReady } from '../domain/health/node.ts';
import type { HealthCheck } from './check.ts';
import { noParameters } from '../api/no-parameters.ts';
import { judgeNodes } from './targets.ts';

/** Passed when every target node is Ready. */
export const nodeReady: HealthCheck = {
  type: 'node_ready',
  parameters: noParameters,
  run: async ({ client, targets }) => summarise(await judgeNodes(client, targets, judgeReady), 'No target is a Node'),
};
