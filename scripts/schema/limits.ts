import { environmentPolicy, readSettings } from '../../operator/config.ts';
import { resolvePolicy } from '../../operator/domain/policy/resolve-policy.ts';
import { fixedLimits, limitsTable } from './limits-table.ts';
import { table } from './markdown.ts';

/** Every field of a policy that says nothing, as its status shows it. */
export const usualFields = resolvePolicy({}, environmentPolicy(readSettings({}))).effective;

/** The other way to bound the health of nodes; it has no default of its own. */
const alternative = { field: 'nodes.minHealthy', value: 'none', source: 'Default' } as const;

/** Every limit: what sets it, its default, what is shown when it holds, and where it comes from. */
export function emitLimits(): string {
  const fields = usualFields.flatMap((row) => (row.field === 'nodes.maxUnhealthy' ? [row, alternative] : [row]));
  const rows = fields.map(({ field, value, ...more }) => {
    const { does, reasons, from } = limitsTable[field] ?? { does: '', reasons: [], from: '' };
    const variable = 'variable' in more && more.variable !== undefined ? `\`${more.variable}\`` : '';
    return [`\`${field}\``, does, field === 'timings' ? '' : value, variable, coded(reasons), from];
  });
  const fixed = fixedLimits.map(({ reason, does, change }) => [`\`${reason}\``, does, change]);
  return `${head}${table(['field', 'what it does', 'default', 'environment variable', 'reason shown', 'where it comes from'], rows)}${between}${table(['reason', 'what it means', 'how to change it'], fixed)}\n`;
}

const coded = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');

const head = `# Limits

What keeps the engine from doing too much, and how to change it. A limit holds what *begins* (plans, actions that no plan made, and node
by node the steps of a plan); it never stops what is at work, but for the kill switch. What it holds is \`Blocked\` with the reason, since
when, until when or by whom; \`kubectl get\` shows the same word, and the metric \`coordination_blocked\` counts it. What takes something back
is held by none of them. What has not begun waits for as long as it takes; the next step of a plan that has begun is held for as long as its
timeout and then fails with that reason, and its plan takes back what ran.

Each field is a path below \`spec\` of the one \`RemediationPolicy\`, named \`cluster\`. What it leaves out comes from the environment variable of
the engine, else from the default. It holds two seconds after it is stored, without a restart:

\`\`\`
kubectl patch rpol cluster --type merge -p '{"spec":{"cooldownSeconds":600}}'
kubectl get rpol cluster -o jsonpath='{range .status.effective[*]}{.field} {.value} {.source}{"\\n"}{end}'
\`\`\`

Without a RemediationPolicy environment and defaults hold; \`kubectl apply -k config/policy\` makes one. A field that cannot be meant so, such as
a window in a time zone that nobody knows, makes its condition \`Accepted\` False with the path of the field, and counts as closed.

`;

const between = `

Limits that no field sets:

`;
