import { shippedPlaybooks } from '../../api/generated/shipped-playbooks.ts';
import { inOrder } from './order.ts';

/** What the engine comes with, in the order in which it is asked. */
export const builtInPlaybooks = inOrder(shippedPlaybooks, []);
