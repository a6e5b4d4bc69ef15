import type { Operation } from './operation.ts';
import { restartDeployment } from './restart-deployment.ts';

/** Every pod of an operator was made anew, so that it reconciles all that it manages; never the engine's own. */
export const restartOperator: Operation = { ...restartDeployment, name: 'restart_operator', types: ['platform_remediation'] };
