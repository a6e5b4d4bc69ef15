// Plays the DNS of a cluster for a Node program of the tests: the engine's Service is where ENGINE_ADDRESS (host:port) says.
const ask = globalThis.fetch;
const address = process.env['ENGINE_ADDRESS'] ?? '';
globalThis.fetch = (input, init) =>
  ask(typeof input === 'string' ? input.replace('coordination-engine.self-healing-platform.svc:8080', address) : input, init);
