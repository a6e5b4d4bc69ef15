import { askControlServer, isControlled } from './control-socket.ts';
import { PortKeeper } from './port-keeper.ts';

const own = new PortKeeper();

/**
 * As many ports of the loopback address as asked for, which nobody else gets while this process or, in a test run, that run lives.
 * Asked for there, since jest loads this module anew for each test file and would lose what it keeps.
 */
export async function freePorts(count: number): Promise<number[]> {
  return isControlled() ? askControlServer<number[]>(`/ports/${count}`) : own.keep(count);
}
