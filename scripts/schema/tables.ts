import { eventReasons } from '../../operator/api/event-reasons.ts';
import { conditionTypes, policyConditionTypes, reasons } from '../../operator/api/reasons.ts';
import { isWaitingReason } from '../../operator/api/waiting-reasons.ts';
import { builtChecks } from '../../operator/checks/run-check.ts';
import { stateWords } from '../../operator/domain/diagnosis/state-words.ts';
import { builtInDefaults } from '../../operator/domain/planning/defaults.ts';
import { settingsTable } from '../../operator/settings-table.ts';
import { table } from './markdown.ts';

/** The reference of the environment variables, from the table that the operator reads them by. */
export function emitSettings(): string {
  const rows = Object.values(settingsTable).map(({ variable, default: value, range, meaning }) => [
    `\`${variable}\``,
    value,
    range,
    meaning,
  ]);
  return `# Settings\n\nEnvironment variables of the operator; a value out of range stops the start with its name and range.\n\n${table(['variable', 'default', 'range', 'meaning'], rows)}\n`;
}

/** The reference of waits, limits and timeouts, which the file named by DEFAULTS_FILE may override cell by cell. */
export function emitDefaults(): string {
  const operations = Object.entries(builtInDefaults.operations).map(([name, { waitSeconds, required, timeoutSeconds }]) => [
    `\`${name}\``,
    String(waitSeconds),
    required ? 'yes' : 'no',
    String(timeoutSeconds),
  ]);
  const checks = [...builtChecks.values()].map(({ type, parameters }) => [
    `\`${type}\``,
    String(builtInDefaults.checks[type].timeoutSeconds),
    parametersIn(parameters),
  ]);
  return [
    '# Defaults',
    'Seconds. A plan may say otherwise for its own steps and checks; the file that `DEFAULTS_FILE` names overrides single cells',
    `(\`operations.<name>.{waitSeconds,required,timeoutSeconds}\`, \`checks.<type>.timeoutSeconds\`, \`pollSeconds\` ${builtInDefaults.pollSeconds}).`,
    '',
    table(['operation', 'wait after it', 'required', 'timeout'], operations),
    '',
    table(['check', 'timeout', 'parameters'], checks),
    '',
  ].join('\n');
}

/** The names of the parameters that a schema knows; those that may be left out with a question mark. */
function parametersIn({ properties = {}, required = [] }: { readonly properties?: object; readonly required?: readonly string[] }): string {
  return Object.keys(properties)
    .map((name) => `\`${name}\`${required.includes(name) ? '' : '?'}`)
    .join(', ');
}

/** The reference of the words that states of objects are made of. */
export function emitStates(): string {
  const rows = Object.entries(stateWords).map(([word, sentence]) => [`\`${word}\``, sentence]);
  return [
    '# States of objects',
    '',
    'What `status.impactedResources[].state` of an Anomaly is made of, and what playbooks ask for in `when.words`. Beside these there are `GrowsTo n`,',
    'for what makes machines and is to have n of them, and the types of other conditions that speak against a node.',
    '',
    table(['word', 'what is true of the object'], rows),
    '',
  ].join('\n');
}

/** The reference of conditions and reasons. */
export function emitReasons(): string {
  const rows = (of: Readonly<Record<string, string>>): string[][] =>
    Object.entries(of).map(([name, sentence]) => [`\`${name}\``, sentence]);
  return [
    '# Conditions and reasons',
    '',
    table(['condition', 'True means'], rows({ ...conditionTypes, ...policyConditionTypes })),
    '',
    'What waits for a reason shows it as `status.reason`, in the condition `Blocked` and in `status.blocked`, and is counted by',
    '`coordination_blocked{kind,reason}`; the plan and the anomaly above it show the same.',
    '',
    table(
      ['reason', 'meaning', 'something may wait for it'],
      Object.entries(reasons).map(([name, sentence]) => [`\`${name}\``, sentence, isWaitingReason(name) ? 'yes' : '']),
    ),
    '',
    '## Events',
    '',
    '`kubectl describe` shows them, `kubectl events --for rplan/NAME` too; those about a Node are in the namespace `default`. What is said again',
    'within six minutes counts up `series.count` of the Event that said it first. An Event about a verdict, a wait or the end of an action has the',
    'reason of its status, from the table above: Normal when the action succeeded or yields to another, else Warning.',
    '',
    table(
      ['reason', 'type', 'on', 'when'],
      Object.entries(eventReasons).map(([name, { type, on, when }]) => [`\`${name}\``, type, on, when]),
    ),
    '',
  ].join('\n');
}
