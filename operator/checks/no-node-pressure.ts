import { summarise } from '../domain/health/finding.ts';
import { judgePressure } from '../domain/health/node.ts';
import type { HealthCheck } from './check.ts';
import { noParameters } from '../api/no-parameters.ts';
import { judgeNodes } from './targets.ts';

/** Passed when no target node is short of memory, disk or process ids. */
export const noNodePressure: HealthCheck = {
  type: 'no_node_pressure',
  parameters: noParameters,
  run: async ({ client, targets }) => summarise(await judgeNodes(client, targets, judgePressure), 'No target is a Node'),
};
