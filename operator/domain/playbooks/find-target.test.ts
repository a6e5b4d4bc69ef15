import { expect, test } from '@jest/globals';
import type { PlaybookTarget } from '../../api/generated/playbook.ts';
import { targetString } from '../../api/target.ts';
import { target } from '../../testing/targets.ts';
import { findTarget } from './find-target.ts';
import type { Situation } from './situation.ts';

const edge = (from: string, to: string, via: string) => ({ from, to, via });
const dependencies = [
  edge('Pod/shop/db-0', 'StatefulSet/shop/db', 'ownerReference'),
  edge('StatefulSet/shop/db', 'Node/w1', 'nodeName'),
  edge('StatefulSet/shop/db', 'PersistentVolumeClaim/shop/data', 'volume'),
  edge('StatefulSet/shop/db', 'Application/argocd/shop', 'tracking-id'),
  edge('Service/shop/db', 'StatefulSet/shop/db', 'endpoints'),
  edge('Node/w1', 'MachineConfigPool/worker', 'nodeSelector'),
  edge('Node/w1', 'MachineSet/cloud/workers', 'machine'),
  edge('MachineConfigPool/worker', 'Node/w1', 'a circle'),
];

function situation(of: string, nothingElse = false): Situation {
  const impactedResources = [{ layer: 'infrastructure' as const, target: { ...target('Node/w1'), uid: 'node-uid' }, state: 'NotReady' }];
  const diagnosis = { affectedLayers: [], impactedResources, dependencies, deployments: [] };
  const report = { type: 'x', details: undefined };
  const about = { target: target(of), layer: 'application', words: [], isCause: false, nothingElse } as const;
  return { ...about, diagnosis, report, reported: target('Pod/shop/db-0'), history: [] };
}

test.each<{ wanted: PlaybookTarget; of: string; found: string | undefined }>([
  { wanted: 'itself', of: 'StatefulSet/shop/db', found: 'StatefulSet/shop/db' },
  { wanted: 'node', of: 'StatefulSet/shop/db', found: 'Node/w1' },
  { wanted: 'node', of: 'Node/w2', found: 'Node/w2' },
  { wanted: 'pool', of: 'Service/shop/db', found: 'MachineConfigPool/worker' },
  { wanted: 'machines', of: 'Node/w1', found: 'MachineSet/cloud/workers' },
  { wanted: 'owner', of: 'Pod/shop/db-0', found: 'StatefulSet/shop/db' },
  { wanted: 'workload', of: 'Service/shop/db', found: 'StatefulSet/shop/db' },
  { wanted: 'workload', of: 'PersistentVolumeClaim/shop/data', found: 'StatefulSet/shop/db' },
  { wanted: 'workload', of: 'StatefulSet/shop/db', found: 'StatefulSet/shop/db' },
  { wanted: 'application', of: 'StatefulSet/shop/db', found: 'Application/argocd/shop' },
  { wanted: 'application', of: 'Node/w1', found: undefined },
  { wanted: 'node', of: 'Deployment/shop/other', found: undefined },
  { wanted: 'cause', of: 'StatefulSet/shop/db', found: 'Node/w1' },
  { wanted: 'report', of: 'StatefulSet/shop/db', found: 'Pod/shop/db-0' },
])('$wanted of $of is $found', ({ wanted, of, found }) => {
  const it = findTarget(wanted, situation(of));
  expect(it && targetString(it)).toBe(found);
});

test('what is hit keeps all that is known of it', () => {
  expect(findTarget('node', situation('StatefulSet/shop/db'))?.uid).toBe('node-uid');
});

test('where nothing else has a step the report is about what was found of it', () => {
  expect(findTarget('report', situation('StatefulSet/shop/db', true))?.name).toBe('db');
});
