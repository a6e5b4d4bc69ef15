import type { SeenNode } from '../health/objects.ts';
import { problemsOf, type NodeProblem } from '../health/node-problems.ts';
import type { DetectorPolicy } from '../policy/policy.ts';
import type { Illness } from './illness.ts';

const typeOf: Readonly<Record<string, string>> = {
  Ready: 'node_not_ready',
  MemoryPressure: 'memory_pressure',
  DiskPressure: 'disk_pressure',
  PIDPressure: 'pid_pressure',
  NetworkUnavailable: 'network_unavailable',
};

/** What a node says against itself, each since its condition changed; `firstSeen` stands in for a condition without a time. */
export function nodeIllnesses(node: SeenNode, policy: DetectorPolicy['nodes'], firstSeen: string): Illness[] {
  return problemsOf(node).map((problem) => ({
    type: typeOf[problem.type] ?? 'node_problem',
    severity: 'high',
    what: sentenceFor(problem),
    since: problem.since ?? firstSeen,
    lastsSeconds: problem.type === 'Ready' ? policy.notReadySeconds : policy.problemSeconds,
  }));
}

function sentenceFor({ type, status, reason }: NodeProblem): string {
  return reason === undefined ? `${type} is ${status}` : `${type} is ${status} (${reason})`;
}
