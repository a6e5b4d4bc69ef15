import type { SettingRow } from '../../operator/setting-ranges.ts';
import { settingsTable } from '../../operator/settings-table.ts';

/** A JSON Schema of draft 7. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Variables that the templates themselves set, by other values or by what the pod is. */
const byTheChart: readonly string[] = [
  settingsTable.httpPort.variable,
  settingsTable.tlsCertDir.variable,
  settingsTable.prometheusPort.variable,
  settingsTable.metricsAuth.variable,
  settingsTable.probePort.variable,
  settingsTable.defaultsFile.variable,
  settingsTable.systemNamespace.variable,
  settingsTable.podName.variable,
  settingsTable.nodeName.variable,
  settingsTable.serviceAccount.variable,
  settingsTable.nodeJobImage.variable,
];

/** The settings of the engine that a value may set. */
export const valueSettings: readonly SettingRow[] = Object.values<SettingRow>(settingsTable).filter(
  ({ variable }) => !byTheChart.includes(variable),
);

/** What the setting may be as a value: as the engine reads it, numbers as numbers. */
export function schemaOfSetting({ variable, range, meaning }: SettingRow): JsonSchema {
  return { description: `${meaning} Range: ${range}.`, ...typeOf(variable, range) };
}

const serviceUrl = '^(https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[^?#@\\s]*)?)?$';

function typeOf(variable: string, range: string): JsonSchema {
  const [, whole, least, most] = /^(whole number, )?([\d.]+) to ([\d.]+)$/.exec(range) ?? [];
  if (least !== undefined) return { type: whole === undefined ? 'number' : 'integer', minimum: Number(least), maximum: Number(most) };
  if (range.includes(' | ')) return { type: 'string', enum: range.split(' | ') };
  if (range.includes('percentage'))
    return { type: ['integer', 'string'], pattern: '^([0-9]{1,4}|([0-9]{1,2}|100)%)$', minimum: 0, maximum: 9999 };
  if (range.includes('URL')) return { type: 'string', pattern: serviceUrl };
  if (variable === settingsTable.modelHosts.variable) return { type: 'string', pattern: '^[a-z0-9.*:,-]*$' };
  return { type: 'string' };
}
