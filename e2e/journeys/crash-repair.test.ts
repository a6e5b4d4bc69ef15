import { describeCrashes } from '../faults/crash-suite.ts';
import { repair } from '../faults/stories.ts';

describeCrashes(repair);
