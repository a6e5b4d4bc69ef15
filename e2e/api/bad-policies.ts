import type { Refusal } from './bad-shapes.ts';

const kind = 'RemediationPolicy';
const window = { name: 'night', schedule: '0 22 * * *', durationSeconds: 3600 };
const spec = (what: string, given: object, says: string): Refusal => ({ what, kind, spec: given, says });
const least = (path: string, number: number): string => `spec.${path} in body should be greater than or equal to ${number}`;
const most = (path: string, number: number): string => `spec.${path} in body should be less than or equal to ${number}`;
const many = (count: number, item: (index: number) => unknown): unknown[] => Array.from({ length: count }, (_, index) => item(index));

/** `path least most`: a number of the spec with its bounds. */
const bounds = [
  'confidenceThreshold 0 1',
  'sourceWeights.deterministic 0 10',
  'sourceWeights.manual 0 10',
  'sourceWeights.aiDriven 0 10',
  'maxActiveActions 1 500',
  'admissions.perMinute 1 6000',
  'admissions.burst 1 1000',
  'nodes.maxUnhealthy 0 9999',
  'nodes.minHealthy 0 9999',
  'nodes.maxInFlight 0 9999',
  'nodes.stormCooldownSeconds 0 86400',
  'cooldownSeconds 0 86400',
  'breakers.target.failures 1 100',
  'breakers.target.openSeconds 1 604800',
  'breakers.aiDriven.failures 1 100',
  'breakers.aiDriven.windowSeconds 1 604800',
  'approval.expirySeconds 1 604800',
  'retention.ttlSecondsAfterFinished 0 31536000',
  'timings.pollSeconds 1 300',
];

function outOfBounds(row: string): Refusal[] {
  const [path = '', lowest = '', highest = ''] = row.split(' ');
  const given = (value: number): object => path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;
  const below = Number(lowest) - 1;
  return [
    spec(`${path} of ${below}`, given(below), least(path, Number(lowest))),
    spec(`${path} of ${Number(highest) + 1}`, given(Number(highest) + 1), most(path, Number(highest))),
  ];
}

/** What no policy may say. */
export const badPolicies: readonly Refusal[] = [
  { what: 'another name', kind, name: 'other', says: 'there is one RemediationPolicy, and its name is cluster' },
  {
    what: 'an epoch that is dropped',
    kind,
    was: { status: { epoch: 3 } },
    patch: { status: { epoch: null } },
    says: 'status.epoch cannot go back: an old leader wrote this',
  },
  {
    what: 'an old leader',
    kind,
    was: { status: { epoch: 3 } },
    patch: { status: { epoch: 2 } },
    says: 'status.epoch cannot go back: an old leader wrote this',
  },
  spec(
    'both bounds of health',
    { nodes: { maxUnhealthy: 1, minHealthy: 1 } },
    'spec.nodes.minHealthy: Invalid value: only one of maxUnhealthy and minHealthy can be given',
  ),
  ...bounds.flatMap(outOfBounds),
  spec('an unknown field', { maxActive: 1 }, 'unknown field "spec.maxActive"'),
  spec('suspended as text', { suspended: 'yes' }, 'spec.suspended in body must be of type boolean: "string"'),
  spec('an unknown scope', { scope: 'All' }, 'spec.scope: Unsupported value: "All": supported values: "OptOut", "OptIn"'),
  spec('an unknown exclusivityScope', { exclusivityScope: 'Node' }, 'spec.exclusivityScope: Unsupported value: "Node"'),
  spec('a pair of one', { exclusivePairs: [{ first: 'node_remediation' }] }, 'spec.exclusivePairs[0].second: Required value'),
  spec(
    'a pair of something unknown',
    { exclusivePairs: [{ first: 'node_remediation', second: 'x' }] },
    'spec.exclusivePairs[0].second: Unsupported value: "x"',
  ),
  spec(
    '17 pairs',
    { exclusivePairs: many(17, () => ({ first: 'node_remediation', second: 'resource_scaling' })) },
    'spec.exclusivePairs: Too many: 17: must have at most 16 items',
  ),
  spec('101 %', { nodes: { maxUnhealthy: '101%' } }, "spec.nodes.maxUnhealthy in body should match '^([0-9]{1,4}|[0-9]{1,2}%|100%)$'"),
  spec('a negative percentage', { nodes: { minHealthy: '-1%' } }, 'spec.nodes.minHealthy in body should match'),
  spec('half a node', { nodes: { maxInFlight: 0.5 } }, 'spec.nodes.maxInFlight'),
  spec('a label with two slashes', { nodes: { poolLabel: 'a/b/c' } }, 'spec.nodes.poolLabel in body should match'),
  spec('a rule without a name', { approval: { rules: [{}] } }, 'spec.approval.rules[0].name: Required value'),
  spec(
    'two rules of one name',
    { approval: { rules: [{ name: 'a' }, { name: 'a' }] } },
    'spec.approval.rules[1]: Duplicate value: {"name":"a"}',
  ),
  spec(
    '33 rules',
    { approval: { rules: many(33, (n) => ({ name: `r${n}` })) } },
    'spec.approval.rules: Too many: 33: must have at most 32 items',
  ),
  spec(
    'a rule for something unknown',
    { approval: { rules: [{ name: 'a', operations: ['reboot'] }] } },
    'spec.approval.rules[0].operations[0]: Unsupported value: "reboot"',
  ),
  spec(
    'a window without a schedule',
    { maintenanceWindows: [{ ...window, schedule: undefined }] },
    'spec.maintenanceWindows[0].schedule: Required value',
  ),
  spec(
    'a window of six fields',
    { maintenanceWindows: [{ ...window, schedule: '0 0 22 * * *' }] },
    'spec.maintenanceWindows[0].schedule in body should match',
  ),
  spec(
    'a window of a word',
    { maintenanceWindows: [{ ...window, schedule: '@midnight' }] },
    'spec.maintenanceWindows[0].schedule in body should match',
  ),
  spec(
    'a window of 59 s',
    { maintenanceWindows: [{ ...window, durationSeconds: 59 }] },
    'spec.maintenanceWindows[0].durationSeconds in body should be greater than or equal to 60',
  ),
  spec(
    'a window of more than a week',
    { maintenanceWindows: [{ ...window, durationSeconds: 604_801 }] },
    'durationSeconds in body should be less than or equal to 604800',
  ),
  spec(
    'a time zone with a blank',
    { maintenanceWindows: [{ ...window, timeZone: 'Europe / Berlin' }] },
    'spec.maintenanceWindows[0].timeZone in body should match',
  ),
  spec(
    'two windows of one name',
    { maintenanceWindows: [window, window] },
    'spec.maintenanceWindows[1]: Duplicate value: {"name":"night"}',
  ),
  spec(
    '17 windows',
    { maintenanceWindows: many(17, (n) => ({ ...window, name: `w${n}` })) },
    'spec.maintenanceWindows: Too many: 17: must have at most 16 items',
  ),
  spec(
    '65 protected namespaces',
    { protected: { namespaces: many(65, (n) => `n${n}`) } },
    'spec.protected.namespaces: Too many: 65: must have at most 64 items',
  ),
  spec('a protected namespace in capitals', { protected: { namespaces: ['Kube-*'] } }, 'spec.protected.namespaces[0] in body should match'),
  spec(
    'a protected object without a name',
    { protected: { targets: [{ kind: 'Node' }] } },
    'spec.protected.targets[0].name: Required value',
  ),
  spec(
    'the timing of something unknown',
    { timings: { operations: [{ name: 'reboot' }] } },
    'spec.timings.operations[0].name: Unsupported value: "reboot"',
  ),
  spec(
    'a timeout of an hour and a second',
    { timings: { checks: [{ type: 'node_ready', timeoutSeconds: 3601 }] } },
    'timeoutSeconds in body should be less than or equal to 3600',
  ),
];
