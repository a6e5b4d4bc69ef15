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
    // the framework's HTTP client asks for Node's own punycode, which warns at each start that it is deprecated
    // and what jsonc-parser has for require() cannot be bundled
    alias: { punycode: 'punycode/', 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    plugins: [slimClient, ...(withBillOfMaterials && !testBuild ? [billOfMaterials] : [])],
    logLevel: 'warning',
    define: { __TEST_BUILD__: String(testBuild), __COMMIT__: JSON.stringify(process.env['SOURCE_COMMIT'] ?? 'unknown') },
    banner: { js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);" },
  });
  console.log(`built ${outfile}`);
}

await bundle('dist/main.js', false);
await bundle('dist/main-test.js', true);
