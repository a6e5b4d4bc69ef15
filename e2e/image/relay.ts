import { spawn } from 'node:child_process';
import { connect, createServer, type NetConnectOpts } from 'node:net';
import { once } from 'node:events';

/** One end of a relay: a TCP port of the loopback, or the path of a socket; a socket is in reach across network namespaces, a port is not. */
export type End = { readonly port: number } | { readonly path: string };

/** True afterwards: whoever connects to the first end is connected to the second. */
export async function relay(from: End, to: End): Promise<{ close(): void }> {
  const server = createServer((incoming) => {
    const outgoing = connect(optionsOf(to));
    // whichever of them breaks, the other one ends: the two that talk find out by themselves
    incoming.on('error', () => outgoing.destroy()).on('close', () => outgoing.destroy());
    outgoing.on('error', () => incoming.destroy()).on('close', () => incoming.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  server.listen(optionsOf(from));
  await once(server, 'listening');
  return { close: () => void server.close() };
}

function optionsOf(end: End): NetConnectOpts & { readonly host?: string } {
  return 'path' in end ? { path: end.path } : { port: end.port, host: '127.0.0.1' };
}

/** What a process in a network namespace of its own is to relay, and then to run. */
export interface Launch {
  readonly relays: readonly (readonly [from: End, to: End])[];
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

if (import.meta.main) {
  const { relays, program, args, env } = JSON.parse(process.argv[2] ?? '') as Launch;
  for (const [from, to] of relays) await relay(from, to);
  const child = spawn(program, args, { env, stdio: 'inherit' });
  // the signal reaches the whole process group; this one ends with its child, to tell how that ended
  process.on('SIGTERM', () => undefined);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exit(code ?? 1);
}
