import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');

/** Bundles one line with the plugin, in a process of its own because esbuild cannot run inside jest's sandbox; what the bundle prints, or why there is none. */
async function bundled(line: string): Promise<string> {
  const script = `
    import { build } from 'esbuild';
    import { slimClient } from './scripts/slim-client.ts';
    const stdin = { contents: ${JSON.stringify(line)}, resolveDir: '.' };
    const banner = { js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);" };
    const options = { stdin, banner, bundle: true, write: false, platform: 'node', format: 'esm', logLevel: 'silent', plugins: [slimClient] };
    const result = await build(options).catch(({ errors }) => ({ failed: errors.map(({ text }) => text).join() }));
    console.log(result.failed ?? result.outputFiles[0].contents.length);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
  return stdout.trim();
}

test('the client is bundled without what it has for every kind', async () => {
  const bytes = Number(await bundled("import { KubeConfig } from '@kubernetes/client-node'; new KubeConfig().loadFromDefault();"));
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(5_000_000);
});

test('what is left out fails the build as soon as somebody asks for it', async () => {
  const line = "import { BatchV1Api } from '@kubernetes/client-node'; console.log(BatchV1Api);";
  expect(await bundled(line)).toMatch(/No matching export .* for import "BatchV1Api"/);
});
