import { describeCrashes } from '../faults/crash-suite.ts';
import { compensation } from '../faults/stories.ts';

/* S21 with S27: what is undone is undone once, whichever of its writes the operator dies at. */
describeCrashes(compensation);
