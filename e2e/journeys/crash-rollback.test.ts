import { describeCrashes } from '../faults/crash-suite.ts';
import { rollback } from '../faults/stories.ts';

describeCrashes(rollback);
