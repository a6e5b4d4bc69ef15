import { engineUser } from '../../e2e/harness/audit.ts';
import { grantingFolders, grantsIn, wordsOf, type Grant } from '../../e2e/rbac/rules.ts';

const head = `import type { Right } from '../right.ts';

/** A right that config/ grants to the engine; a namespace of the engine's own is written as its usual name. */
export interface ShippedRight extends Right {
  /** What grants it: \`rbac\`, which each installation has, or folders of config/opt-in. */
  readonly by: readonly string[];
}

/** Every right that the engine can be given, each once. */
export const shippedRights: readonly ShippedRight[] = [
`;

/** The rights that config/rbac and config/opt-in grant to the engine's own ServiceAccount, for the engine to ask which of them it has. */
export function emitShippedRights(banner: string): string {
  const found = new Map<string, { readonly right: Grant & { readonly name?: string }; readonly by: string[] }>();
  for (const folder of grantingFolders()) {
    for (const right of grantsIn(folder).flatMap(perName)) {
      const key = `${wordsOf(right)} ${right.name ?? ''}`;
      const by = found.get(key)?.by ?? [];
      found.set(key, { right, by: [...new Set([...by, folder.replace('opt-in/', '')])] });
    }
  }
  const rows = [...found.values()].map(({ right: { verb, group, resource, namespace, name }, by }) => {
    const members = Object.entries({ verb, group, resource, namespace, name }).filter(([, value]) => value !== undefined);
    const text = members.map(([member, value]) => `${member}: '${value}'`).join(', ');
    return `  { ${text}, by: [${by.map((one) => `'${one}'`).join(', ')}] },`;
  });
  return `${banner}\n${head}${rows.join('\n')}\n];\n`;
}

/** What is for others to bind in a namespace is missing nowhere in particular. */
function perName({ names, ...grant }: Grant): (Grant & { readonly name?: string })[] {
  if (grant.account !== engineUser || grant.unbound) return [];
  return names ? names.map((name) => ({ ...grant, name })) : [grant];
}
