import type { AnomalySpec, ScalarMap, Severity, Source } from '../../api/generated/types.ts';
import { HttpProblem } from '../problem.ts';

/** The body of POST /api/v1/anomalies, after validation. */
export interface AnomalyRequest {
  readonly timestamp?: string;
  readonly type: string;
  readonly severity: string;
  readonly confidence_score?: number;
  readonly details?: ScalarMap;
  readonly recommended_action?: string;
  readonly source?: string;
  readonly description?: string;
}

const severities: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  error: 'high',
  major: 'high',
  medium: 'medium',
  warning: 'medium',
  low: 'low',
  info: 'low',
};

const sources: readonly Source[] = ['deterministic', 'ai_driven', 'manual'];
const scalar = { anyOf: [{ type: 'string', maxLength: 1024 }, { type: 'number' }, { type: 'boolean' }] } as const;

/** JSON schema of the body. */
export const anomalyRequestSchema = {
  $id: 'AnomalyRequest',
  type: 'object',
  additionalProperties: false,
  required: ['type', 'severity'],
  properties: {
    timestamp: { type: 'string', format: 'date-time', maxLength: 40, description: 'When it was seen; now when absent.' },
    type: { type: 'string', maxLength: 63, pattern: '^[a-z][a-z0-9_]*$', description: 'Word for what is wrong.' },
    severity: { type: 'string', enum: Object.keys(severities), description: 'How bad it is.' },
    confidence_score: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'Confidence of the source; required when source is ai_driven.',
    },
    details: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { maxLength: 253 },
      additionalProperties: scalar,
      description: 'What it is about: node, namespace, pod, deployment and so on, and any numbers and strings.',
    },
    recommended_action: { type: 'string', maxLength: 253, description: 'A hint; used only if the plan of the proven layer allows it.' },
    source: {
      type: 'string',
      minLength: 1,
      maxLength: 253,
      description: 'deterministic, ai_driven or manual; another word names a reporter whose report is only observed.',
    },
    description: { type: 'string', maxLength: 2048, description: 'Free text for people.' },
  },
} as const;

/** The spec of the anomaly that the request reports in the name of that user. */
export function anomalySpecFrom(request: AnomalyRequest, requestedBy: string): AnomalySpec {
  const { timestamp, type, severity, confidence_score: confidence, details, recommended_action: recommendedAction, description } = request;
  const said = sources.find((one) => one === request.source);
  if (said === 'ai_driven' && confidence === undefined)
    throw new HttpProblem({ status: 400, message: 'confidence_score is required when source is ai_driven', field: 'confidence_score' });
  return {
    type,
    severity: severities[severity] ?? 'medium',
    ...originOf(request.source, said),
    requestedBy,
    ...(confidence === undefined ? {} : { confidence }),
    ...(details === undefined ? {} : { details }),
    ...(recommendedAction === undefined ? {} : { recommendedAction }),
    ...(description === undefined ? {} : { description }),
    ...(timestamp === undefined ? {} : { detectedAt: timestamp }),
    reports: 1,
  };
}

/** A word that is no source names who reports; of that nothing is known, so it is only observed. */
function originOf(word: string | undefined, said: Source | undefined): Pick<AnomalySpec, 'source' | 'reporter' | 'mode'> {
  if (word === undefined) return { source: 'manual', reporter: 'rest' };
  return said ? { source: said, reporter: 'rest' } : { source: 'deterministic', reporter: word, mode: 'Observe' };
}
