import { join } from 'node:path';
import { findOrBuildTool } from './go-tools.ts';

/** The path of the real kustomize, built when it is missing; Argo CD calls it for folders with a kustomization. */
export async function kustomizeProgram(): Promise<string> {
  return findOrBuildTool({
    name: 'kustomize',
    module: join(import.meta.dirname, '../control-plane/kustomize'),
    packagePath: 'sigs.k8s.io/kustomize/kustomize/v5',
    usually: '20 s',
  });
}
