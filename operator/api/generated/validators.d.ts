// Made from crds/ by `npm run generate`; do not edit.
import type { ValidateFunction } from 'ajv';
import type { Anomaly, RemediationAction, RemediationPlan, RemediationPolicy } from './types.ts';

export declare const validateAnomaly: ValidateFunction<Anomaly>;
export declare const validateRemediationAction: ValidateFunction<RemediationAction>;
export declare const validateRemediationPlan: ValidateFunction<RemediationPlan>;
export declare const validateRemediationPolicy: ValidateFunction<RemediationPolicy>;
