import { send } from './http-request.ts';

/** The variable that tells a test where the control server listens. */
export const controlServerVariable = 'COORDINATION_E2E_CONTROL_SOCKET';

/** True in what jest's project e2e runs. */
export function isControlled(): boolean {
  return Boolean(process.env[controlServerVariable]);
}

/** What the control server answers to a POST there; throws with its complaint. */
export async function askControlServer<T>(path: string): Promise<T> {
  const socketPath = process.env[controlServerVariable];
  if (!socketPath) throw new Error('no control server: run this test with jest, project e2e');
  const { status, body } = await send({ url: `http://control${path}`, method: 'POST', socketPath, timeoutMs: 180_000 });
  if (status !== 200) throw new Error(body);
  return JSON.parse(body) as T;
}
