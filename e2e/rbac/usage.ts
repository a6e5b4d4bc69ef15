import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { engineUser, entryFrom, isByEngine, rolloutUndoUser, type AuditEntry } from '../harness/audit.ts';
import type { Cluster } from '../harness/cluster.ts';
import type { Use } from './rules.ts';

const file = join(import.meta.dirname, '../../.cache/rbac-usage.json');

/** Every kind of request that the engine made on this cluster, as its ServiceAccount or as rollout-undo, each once per namespace. */
export async function usesOn(cluster: Cluster): Promise<Use[]> {
  const uses = new Map<string, Use>();
  for await (const line of createInterface(createReadStream(cluster.auditLog))) {
    const entry = line.includes(engineUser) || line.includes(rolloutUndoUser) ? entryFrom(line) : undefined;
    if (entry && isEngine(entry) && entry.resource !== '') uses.set(JSON.stringify(useOf(entry)), useOf(entry));
  }
  return [...uses.values()];
}

/** Not what kubectl asks in a test with the engine's token. */
function isEngine({ user, userAgent }: AuditEntry): boolean {
  return isByEngine({ user }) && userAgent.startsWith('coordination-engine/');
}

function useOf({ user: account, group, resource, subresource, verb, namespace, name }: AuditEntry): Use {
  const named = ['customresourcedefinitions', 'serviceaccounts', 'configmaps'].includes(resource) ? name : undefined;
  return { account, group, resource: subresource === undefined ? resource : `${resource}/${subresource}`, verb, namespace, name: named };
}

/** What a test run used is kept for the check that follows it. */
export async function saveUses(uses: readonly Use[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(uses));
}

/** What the last test run used, or undefined when there was none. */
export async function readUses(): Promise<Use[] | undefined> {
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Use[]) : undefined;
}
