// Made from operator/api/playbook.schema.yaml by `npm run generate`; do not edit.
import type { ValidateFunction } from 'ajv';
import type { Playbook } from './playbook.ts';

declare const validate: ValidateFunction<Playbook>;
export { validate };
