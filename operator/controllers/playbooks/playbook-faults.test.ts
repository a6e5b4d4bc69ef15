import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { shippedPlaybooks } from '../../api/generated/shipped-playbooks.ts';
import { validatePlaybook } from '../../api/validate-playbook.ts';
import { builtChecks } from '../../checks/run-check.ts';
import { factsOf } from '../../domain/playbooks/operation-facts.ts';
import { makeOperations } from '../../operations/registry.ts';
import { judgeOffers } from '../../domain/playbooks/offers.ts';
import { makeFaultsOf } from './playbook-faults.ts';

const judge = { checks: [...builtChecks.values()], runCheck: () => Promise.resolve({ result: 'Passed', message: '' }) };
const operations = makeOperations(judge, { ask: () => Promise.reject(new Error('no model')), modelUrl: '', modelHosts: [] }, 'system');
const faultsOf = makeFaultsOf({ operations, checks: builtChecks });

/** What is wrong with the playbook that the YAML says. */
function faults(text: string): string[] {
  const shape = validatePlaybook(parse(text));
  if (!shape.ok) throw new Error(JSON.stringify(shape.errors));
  return faultsOf(shape.value).map(({ field, message }) => `${field}: ${message}`);
}

test.each(shippedPlaybooks.map((playbook) => ({ name: playbook.name, playbook })))('nothing is wrong with $name', ({ playbook }) => {
  expect(faultsOf(playbook)).toEqual([]);
});

describe('a playbook is held against its operations and checks', () => {
  test.each([
    {
      when: 'a parameter is missing',
      text: '{name: p, when: {kinds: [Deployment]}, steps: [{operation: scale_workload}]}',
      said: ['steps[0].parameters: parameters.replicas is required'],
    },
    {
      when: 'a parameter is of another type',
      text: '{name: p, when: {kinds: [Deployment]}, steps: [{operation: observe}, {operation: scale_workload, parameters: {replicas: many}}]}',
      said: ['steps[1].parameters: parameters.replicas must be integer'],
    },
    {
      when: 'a parameter is computed in a way that there is not',
      text: '{name: p, when: {kinds: [Deployment]}, steps: [{operation: scale_workload, parameters: {replicas: {compute: dice}}}]}',
      said: ['steps[0].parameters: compute: dice is none of grownReplicas, memoryLimits, replicas, detail, text'],
    },
    {
      when: 'an operation does not take the kind',
      text: '{name: p, when: {kinds: [Node, Pod]}, steps: [{operation: drain_node}]}',
      said: ['when.kinds: drain_node takes Node, not Pod'],
    },
    {
      when: 'an operation takes some kinds only and none is said',
      text: '{name: p, when: {words: {any: [NotReady]}}, steps: [{operation: drain_node}]}',
      said: ['when.kinds: is required, since drain_node takes Node only'],
    },
    {
      when: 'its target is of another kind',
      text: '{name: p, when: {kinds: [Node]}, steps: [{operation: drain_node, target: pool}]}',
      said: ['steps[0].target: drain_node takes Node, not MachineConfigPool'],
    },
    {
      when: 'its target may be anything',
      text: '{name: p, when: {kinds: [Node]}, steps: [{operation: drain_node, target: cause}]}',
      said: ['steps[0].target: drain_node takes Node, and cause may be anything'],
    },
    {
      when: 'a check lacks a parameter',
      text: '{name: p, when: {}, steps: [], checks: [{type: pods_running}, {type: prometheus_query, parameters: {query: up, comparator: "<"}}]}',
      said: ['checks[1].parameters: parameters.threshold is required'],
    },
    {
      when: 'all is well, computed or not',
      text: `{name: p, when: {methods: [Manual]}, steps: [
        {operation: update_resources, parameters: {containers: {compute: memoryLimits, factor: 2}}},
        {operation: scale_workload, parameters: {replicas: {compute: replicas}}, target: workload},
        {operation: monitor_mco, target: pool}, {operation: argocd_sync, target: application}, {operation: observe, target: report}],
        checks: [{type: prometheus_query, parameters: {query: {compute: detail, key: query}, comparator: "<", threshold: {compute: detail, key: t, as: number}}}]}`,
      said: ['steps[1].target: scale_workload takes Deployment, StatefulSet, ReplicaSet, not DaemonSet'],
    },
  ])('$when', ({ text, said }) => expect(faults(text)).toEqual(said));
});

test('what plans say of an operation is what the operation declares', () => {
  const layers = { node_remediation: 'infrastructure', platform_remediation: 'platform' } as const;
  for (const { name, types, undo } of operations.values())
    for (const type of types) {
      const layer = type === 'node_remediation' || type === 'platform_remediation' ? layers[type] : 'application';
      expect([name, factsOf(name, layer, undefined)]).toEqual([name, { type, undo }]);
    }
});

describe('what people are shown', () => {
  const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const offered = [...read('docs/playbooks.md').matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml = '']) => ({
    name: 'docs/playbooks.md',
    yaml,
  }));

  test.each([{ name: 'samples/playbooks.yaml', yaml: read('samples/playbooks.yaml') }, ...offered])(
    'nothing of $name is refused',
    ({ yaml }) => {
      const { data } = parse(yaml) as { data: Record<string, string> };
      const offers = Object.entries(data).map(([key, text]) => ({ configMap: 'shown', key, text }));
      const { taken, refusals } = judgeOffers(offers, new Map(), faultsOf);
      expect(refusals).toEqual([]);
      expect([...taken.values()].flat().length).toBeGreaterThan(1);
    },
  );
});
