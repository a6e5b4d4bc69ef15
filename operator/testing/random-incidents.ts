import type { ActionType, OperationName, Source } from '../api/generated/types.ts';
import { seeded } from './seeded.ts';

/** One thing to do and how it would go. */
export interface Job {
  readonly type: ActionType;
  readonly operation: OperationName;
  /** `Node/w1` or `Deployment/ns/d1`. */
  readonly target: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly succeeds: boolean;
  /** How often execution sends it back for 30 s first. */
  readonly sentBack: number;
}

/** One incident: a plan of several jobs, or a lone action. */
export interface Incident {
  readonly name: string;
  readonly kind: 'plan' | 'action';
  readonly at: number;
  readonly source: Source;
  readonly confidence: number;
  readonly priority: number;
  readonly jobs: readonly Job[];
  /** What a person decides if asked, so many seconds later. */
  readonly approves: boolean;
  readonly approvalAfter: number;
}

/** A cluster and what happens to it. */
export interface Story {
  readonly placement: Readonly<Record<string, readonly string[]>>;
  readonly incidents: readonly Incident[];
  readonly maxActive: number;
  readonly scope: 'Cluster' | 'Related';
}

interface Dice {
  readonly whole: (below: number) => number;
  readonly one: <T>(of: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
}

function diceOf(random: () => number): Dice {
  const whole = (below: number): number => Math.floor(random() * below);
  return {
    whole,
    chance: (probability) => random() < probability,
    one(of) {
      const picked = of[whole(of.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
}

const kindsOfWork: readonly {
  readonly type: ActionType;
  readonly operations: readonly OperationName[];
  readonly on: 'Node' | 'Deployment';
}[] = [
  { type: 'node_remediation', operations: ['cordon_node', 'drain_node', 'drain_and_reboot_node', 'monitor_mco'], on: 'Node' },
  { type: 'resource_scaling', operations: ['scale_workload'], on: 'Deployment' },
  { type: 'application_remediation', operations: ['restart_deployment', 'observe'], on: 'Deployment' },
  { type: 'platform_remediation', operations: ['restart_operator'], on: 'Deployment' },
];

function job(dice: Dice, placement: Story['placement'], on?: 'Node' | 'Deployment'): Job {
  const work = dice.one(on === undefined ? kindsOfWork : kindsOfWork.filter((kind) => kind.on === on));
  return {
    type: work.type,
    operation: dice.one(work.operations),
    target: dice.one(Object.keys(placement).filter((target) => target.startsWith(work.on))),
    parameters: { variant: dice.whole(3) },
    seconds: 5 + dice.whole(600),
    succeeds: dice.chance(0.8),
    sentBack: dice.chance(0.1) ? 1 + dice.whole(3) : 0,
  };
}

/** Nodes first, as plans go from the lowest layer up. */
function jobsOfPlan(dice: Dice, placement: Story['placement']): Job[] {
  const nodes = Array.from({ length: dice.whole(3) }, () => job(dice, placement, 'Node'));
  const workloads = Array.from({ length: dice.whole(3) + Number(nodes.length === 0) }, () => job(dice, placement, 'Deployment'));
  return [...nodes, ...workloads];
}

function incident(dice: Dice, placement: Story['placement'], index: number): Incident {
  const kind = dice.chance(0.4) ? 'plan' : 'action';
  return {
    name: `${kind}-${index}`,
    kind,
    at: dice.whole(1800),
    source: dice.one(['deterministic', 'manual', 'ai_driven', 'ai_driven']),
    confidence: dice.one([0.5, 0.69, 0.7, 0.9]),
    priority: 1 + dice.whole(5),
    jobs: kind === 'plan' ? jobsOfPlan(dice, placement) : [job(dice, placement)],
    approves: dice.chance(0.7),
    approvalAfter: dice.whole(3600),
  };
}

/** A small cluster under many incidents within half an hour. */
export function randomStory(seed: number, incidents: number): Story {
  const dice = diceOf(seeded(seed));
  const nodes = Array.from({ length: 2 + dice.whole(4) }, (_, index) => `w${index}`);
  const placement: Record<string, string[]> = {};
  for (const node of nodes) placement[`Node/${node}`] = [node];
  for (let index = 0; index < 3 + dice.whole(5); index += 1) placement[`Deployment/shop/d${index}`] = nodes.filter(() => dice.chance(0.4));
  return {
    placement,
    incidents: Array.from({ length: incidents }, (_, index) => incident(dice, placement, index)).sort((a, b) => a.at - b.at),
    maxActive: dice.one([1, 3, 10]),
    scope: dice.one(['Cluster', 'Cluster', 'Related']),
  };
}
