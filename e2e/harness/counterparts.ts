import { argocdPrograms } from './argocd.ts';
import { findOrBuild } from './binaries.ts';
import { messageOf } from './errors.ts';
import { helmProgram } from './helm.ts';
import { mlserverPrograms } from './mlserver.ts';
import { prometheusProgram } from './prometheus.ts';

// Everything real that the tests run beside the operator is in the cache folder before the first of them begins: no test pays for a build,
// and none is judged while the machine compiles. What could not be had is told here; the tests that need it fail by themselves.
await findOrBuild();
for (const prepare of [argocdPrograms, helmProgram, prometheusProgram, mlserverPrograms]) {
  try {
    await prepare();
  } catch (error) {
    process.stderr.write(`tools: ${messageOf(error)}\n`);
  }
}
