import { describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationAction } from '../../api/generated/types.ts';
import { kinds } from '../../kube/kinds.ts';
import { caseIds, givenBy } from '../../testing/engine-cases.ts';
import { asAlice, openDesk } from '../../testing/open-desk.ts';
import { anomalyRoutes } from './anomalies.ts';

const report = { type: 'cpu_spike', severity: 'high', source: 'deterministic', details: { namespace: 'shop', deployment: 'pay' } };

/** What comes of a report that differs so from a usual one. */
async function reported(change: object) {
  const { door, cluster } = openDesk(anomalyRoutes);
  const answer = await door.inject({ method: 'POST', url: '/api/v1/anomalies', headers: asAlice, payload: { ...report, ...change } });
  const [anomaly] = (await cluster.list<Anomaly>(kinds.Anomaly)).items;
  const { items: actions } = await cluster.list<RemediationAction>(kinds.RemediationAction);
  return { code: answer.statusCode, body: answer.json<Record<string, unknown>>(), anomaly, actions };
}

describe('words of engines that this one follows', () => {
  test('api-24-incident-limits: what is too long, or no word, is refused by its name', async () => {
    const own = { description_len: 2001, severity: 'urgent' };
    const { description_len, severity } = givenBy('api-24-incident-limits', own);
    const word = await reported({ severity });
    expect(word).toMatchObject({
      code: 400,
      body: { field: 'severity', message: expect.stringContaining('must be one of critical, high') },
    });
    // The bound here is the one of the schema; a title and a target of a report have none to break, for it has neither.
    expect(await reported({ description: 'x'.repeat(description_len + 48) })).toMatchObject({ code: 400, body: { field: 'description' } });
  });

  test('api-26-severity-priority: the order of their ten priorities is that of our five, of which 1 is the highest', async () => {
    const { severity } = givenBy('api-26-severity-priority', { severity: ['critical', 'high', 'medium', 'low', '<unknown>'] });
    const answers = await Promise.all(severity.map((word) => reported({ severity: word })));
    expect(answers.map(({ code, body }) => body['priority'] ?? code)).toEqual([1, 2, 3, 4, 400]);
  });

  test('api-28-analyze-contract-drift: a field that is not known is named, and never means a default', async () => {
    const own = { timeRange: '24h', modelName: 'm', labelSelector: 'app=flask' };
    for (const [field, value] of Object.entries(givenBy<Record<string, string>>('api-28-analyze-contract-drift', own)))
      expect(await reported({ [field]: value })).toMatchObject({ code: 400, body: { field, message: `${field} is not known` } });
  });

  test('score-02-engine-severity: a score is judged where it is made; the words that come of it are taken', async () => {
    const words = ['critical', 'warning', 'info'];
    const answers = await Promise.all(words.map((severity) => reported({ severity, source: 'ai_driven', confidence_score: 0.87 })));
    expect(answers.map(({ anomaly }) => [anomaly?.spec.severity, anomaly?.spec.confidence])).toEqual([
      ['critical', 0.87],
      ['medium', 0.87],
      ['low', 0.87],
    ]);
  });

  test('score-04-historical: how sure a source is by what it counted is its own to say, from 0 to 1', async () => {
    for (const count of givenBy('score-04-historical', { counts: [15, 10, 7, 5, 3, 2, 1] }).counts)
      expect(await reported({ confidence_score: count })).toMatchObject(
        count > 1 ? { code: 400, body: { message: 'confidence_score must be between 0.0 and 1.0' } } : { code: 201 },
      );
  });

  test('score-05-recommended-action-vocab: any verb is kept as a hint, and none makes an action', async () => {
    const own = ['scale_down_pods', 'restart_pod', 'log_only', 'delete_everything'];
    for (const recommended_action of givenBy('score-05-recommended-action-vocab', { recommended_actions: own }).recommended_actions) {
      const { code, anomaly, actions } = await reported({ recommended_action });
      expect({ code, hint: anomaly?.spec.recommendedAction, actions }).toEqual({ code: 201, hint: recommended_action, actions: [] });
    }
  });

  test('none of their cases is left out', () => {
    const here = ['api-24-incident-limits', 'api-26-severity-priority', 'api-28-analyze-contract-drift'];
    const scores = ['score-02-engine-severity', 'score-04-historical', 'score-05-recommended-action-vocab'];
    expect(caseIds('score-').filter((id) => !scores.includes(id))).toEqual([]);
    expect(caseIds('api-').filter((id) => ![...here, ...answered].includes(id))).toEqual([]);
  });
});

/** By engine-cases.test.ts. */
const answered = [
  ...['api-01-anomaly-critical', 'api-02-anomaly-bad-confidence', 'api-03-anomaly-status', 'api-04-remediate', 'api-05-status'],
  ...[
    'api-08-anomaly-cpu-spike',
    'api-09-anomaly-memory-leak-2',
    'api-11-anomaly-log-only',
    'api-12-anomaly-manual-test',
    'api-14-remediations-scale',
  ],
  ...['api-15-trigger-remediation', 'api-17-trigger-flat-form', 'api-18-trigger-crash-pod', 'api-19-trigger-helm'],
  ...['api-21-coordination-trigger', 'api-22-workflow', 'api-23-create-incident', 'api-27-anomaly-analyze-validation'],
];
