import { namespaceOfAccount } from '../../kube/access.ts';

/** Who sends a request, as the API server names them. */
export interface Caller {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** The namespace of a ServiceAccount; undefined for anybody else. */
export function namespaceOf({ username }: Pick<Caller, 'username'>): string | undefined {
  return namespaceOfAccount(username);
}
