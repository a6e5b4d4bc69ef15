import { alertmanagerProgram } from './alertmanager.ts';
import { argocdPrograms } from './argocd.ts';
import { findOrBuild } from './binaries.ts';
import { messageOf } from './errors.ts';
import { hadolintProgram } from './hadolint.ts';
import { helmProgram } from './helm.ts';
import { kubeStateMetricsProgram } from './kube-state-metrics.ts';
import { kustomizeProgram } from './kustomize.ts';
import { mlserverPrograms } from './mlserver.ts';
import { notebookPrograms } from './notebook.ts';
import { otelCollectorProgram } from './otel-collector.ts';
import { prometheusProgram } from './prometheus.ts';
import { promtoolProgram } from './promtool.ts';
import { schemathesisPrograms } from './schemathesis.ts';

// Everything real that the tests run beside the operator is in the cache folder before the first of them begins: no test pays for a build,
// and none is judged while the machine compiles. What could not be had is told here; the tests that need it fail by themselves.
await findOrBuild();
const counterparts = [
  argocdPrograms,
  kustomizeProgram,
  hadolintProgram,
  helmProgram,
  () => helmProgram(3),
  prometheusProgram,
  promtoolProgram,
  alertmanagerProgram,
  kubeStateMetricsProgram,
  mlserverPrograms,
  notebookPrograms,
  otelCollectorProgram,
  schemathesisPrograms,
];
for (const prepare of counterparts) {
  try {
    await prepare();
  } catch (error) {
    process.stderr.write(`tools: ${messageOf(error)}\n`);
  }
}
