import { build } from 'esbuild';

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
    alias: { punycode: 'punycode/' },
    logLevel: 'warning',
    define: { __TEST_BUILD__: String(testBuild) },
    banner: { js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);" },
  });
  console.log(`built ${outfile}`);
}

await bundle('dist/main.js', false);
await bundle('dist/main-test.js', true);
