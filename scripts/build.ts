import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cyclonedxEsbuildPlugin } from '@cyclonedx/cyclonedx-esbuild';
import { build } from 'esbuild';
import { slimClient } from './slim-client.ts';

/** Names the packages of which something is in the bundle, and no others; takes as long as the build. */
const withBillOfMaterials = process.argv.includes('--sbom');
const billOfMaterials = cyclonedxEsbuildPlugin({
  ...{ specVersion: '1.6', outputFile: join(import.meta.dirname, '../dist/sbom.cdx.json') },
  ...{ outputReproducible: true, validate: true, logLevel: 'warning' },
});

/** One bundle for production and one for tests: only the latter knows the mutation switch. */
async function bundle(outfile: string, testBuild: boolean): Promise<void> {
  await build({
    entryPoints: ['operator/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    minifyWhitespace: true, // names stay, and lines that can be found: a stack in the log tells where it was
    lineLimit: 160,
    // the framework's HTTP client brings a URL for a Node that has none, whose tables take 30 ms of every start
    // and what jsonc-parser has for require() cannot be bundled
    alias: { 'whatwg-url': 'node:url', 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    plugins: [slimClient, ...(withBillOfMaterials && !testBuild ? [billOfMaterials] : [])],
    logLevel: 'warning',
    define: { __TEST_BUILD__: String(testBuild), __COMMIT__: JSON.stringify(process.env['SOURCE_COMMIT'] ?? 'unknown') },
    banner: { js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);" },
  });
  writeFileSync(outfile, inAscii(readFileSync(outfile, 'utf8')));
  console.log(`built ${outfile}`);
}

/**
 * Node keeps a program in two bytes a character as soon as one is not ASCII. esbuild has escaped those in strings; the names in licences are the rest,
 * and of another one, as in a regular expression, the build warns.
 */
function inAscii(text: string): string {
  const [code = '', ...licences] = text.split(/^(?=\/\*! Bundled license information:)/m);
  const odd = /^.*[^\0-\x7f].*$/mu.exec(code);
  if (odd) console.warn(`not ASCII, which doubles the memory of the program: ${odd[0].slice(0, 200)}`);
  return code + licences.join('').replaceAll(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

await bundle('dist/main.js', false);
await bundle('dist/main-test.js', true);
