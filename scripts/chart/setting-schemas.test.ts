import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { schemaOfSetting, valueSettings } from './setting-schemas.ts';

const samples = [
  '',
  '0',
  '1',
  '-1',
  '0.5',
  '7',
  '100',
  '501',
  '604801',
  '20%',
  '120%',
  'none',
  'all',
  'DEBUG',
  'json',
  'token',
  'Related',
  'nonsense',
  'a b',
];
const more = [
  'http://prometheus.monitoring.svc:9090',
  'https://x.example/base',
  'http://user@x.example',
  'http://x.example?q=1',
  'ftp://x.example',
  '*.models.svc:8080',
];

describe.each(valueSettings.map((setting) => [setting.variable, setting] as const))('the schema of %s', (_, setting) => {
  const validate = new Ajv({ strict: false }).compile(schemaOfSetting(setting));
  const asValues = (text: string): unknown[] => (/^-?\d+(\.\d+)?$/.test(text) ? [Number(text)] : [text]);

  test('lets nothing pass that the engine would not start with', () => {
    const passed = [...samples, ...more].filter((text) => asValues(text).some((value) => validate(value)));
    expect(passed.filter((text) => setting.parse(text) === undefined)).toEqual([]);
  });

  test('takes the default', () => {
    expect(asValues(setting.default).every((value) => validate(value))).toBe(true);
  });
});
