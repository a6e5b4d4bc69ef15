import { describe, expect, test } from '@jest/globals';
import { readSettings } from './config.ts';
import { settingsTable } from './settings-table.ts';

describe('the settings', () => {
  test('have the documented defaults in an empty environment', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({ confidenceThreshold: 0.7, maxActiveActions: 10, exclusivityScope: 'Cluster', httpPort: 8080 });
    expect(settings.defaults.operations.drain_and_reboot_node).toEqual({ waitSeconds: 600, required: true, timeoutSeconds: 1800 });
  });

  test.each([
    ['CONFIDENCE_THRESHOLD', '1.01', '0 to 1'],
    ['CONFIDENCE_THRESHOLD', 'NaN', '0 to 1'],
    ['MAX_ACTIVE_ACTIONS', '0', '1 to 500'],
    ['MAX_ACTIVE_ACTIONS', '501', '1 to 500'],
    ['MAX_ACTIVE_ACTIONS', '2.5', 'whole number'],
    ['LOG_LEVEL', 'LOUD', 'DEBUG | INFO | WARNING | ERROR'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', 'http or https URL'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://collector:4317', 'http or https URL'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://me:secret@collector', 'without user'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector?key=secret', 'query'],
    ['HTTP_PORT', '-1', '1 to 65535'],
    ['POD_NAMESPACE', 'Not_A_Name', 'name of a namespace'],
    ['PROMETHEUS_URL', 'prometheus:9090', 'http or https URL'],
    ['PROMETHEUS_URL', 'ftp://prometheus', 'http or https URL'],
    ['PROMETHEUS_URL', 'http://me:secret@prometheus', 'without user'],
    ['PROMETHEUS_URL', 'http://169.254.169.254', 'of a host name'],
    ['PROMETHEUS_URL', 'http://0x7f.1', 'of a host name'],
    ['PROMETHEUS_URL', 'http://[::1]:9090', 'of a host name'],
    ['ALERTMANAGER_URL', 'http://10.0.0.1:9093', 'of a host name'],
    ['ALERTMANAGER_POLL_SECONDS', '0', '0.1 to 3600'],
    ['MODEL_URL', 'grpc://models:8033', 'http or https URL'],
    ['MODEL_HOSTS', '169.254.169.254', 'host names'],
    ['NODE_JOB_IMAGE', 'busybox; reboot', 'an image with chroot in it'],
    ['MODEL_HOSTS', 'models.example.com, other', 'host names'],
    ['MODEL_HOSTS', 'http://models', 'host names'],
    ['LEASE_RENEW_SECONDS', '15', 'less than LEASE_DURATION_SECONDS'],
    ['LEASE_RETRY_SECONDS', '10', 'less than LEASE_RENEW_SECONDS'],
  ])('%s=%s stops the start and names the variable and its range', (variable, value, range) => {
    const start = () => readSettings({ [variable]: value });
    expect(start).toThrow(variable);
    expect(start).toThrow(range);
  });

  test('every row has a default that it accepts', () => {
    for (const row of Object.values(settingsTable)) expect(row.parse(row.default)).toBeDefined();
  });
});

describe('the defaults file', () => {
  const withFile = (content: string) => readSettings({ DEFAULTS_FILE: 'defaults.yaml' }, () => content);

  test('replaces single cells and leaves the others', () => {
    const { defaults } = withFile(
      'operations: {drain_and_reboot_node: {waitSeconds: 1}}\nchecks: {node_ready: {timeoutSeconds: 9}}\npollSeconds: 0.5\n',
    );
    expect(defaults.operations.drain_and_reboot_node).toEqual({ waitSeconds: 1, required: true, timeoutSeconds: 1800 });
    expect(defaults.checks.node_ready.timeoutSeconds).toBe(9);
    expect(defaults.checks.mco_stable.timeoutSeconds).toBe(600);
    expect(defaults.pollSeconds).toBe(0.5);
  });

  test.each([
    ['operations: {reboot_everything: {waitSeconds: 1}}', 'reboot_everything'],
    ['checks: {node_ready: {timeoutSeconds: 0}}', '/checks/node_ready/timeoutSeconds'],
    ['{', 'cannot be read as YAML'],
  ])('%s is refused with its place', (content, place) => {
    expect(() => withFile(content)).toThrow(place);
  });
});
