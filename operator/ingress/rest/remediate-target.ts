import type { ActionType, Target } from '../../api/generated/types.ts';
import { isClusterScoped, isNamespaceName, isObjectName, kindNamed } from '../../api/target.ts';
import { HttpProblem } from '../problem.ts';

/** The ways in which a request names what it is done to. */
export const targetForms =
  'node/NAME (or another kind without a namespace, such as machineconfigpool/NAME), NAMESPACE/KIND/NAME, NAMESPACE/NAME for a Deployment, or for a node_remediation NAME alone for a node';

/** The object that the text names for an action of that type. Throws a 400 that names the forms. */
export function targetNamed(text: string, type: ActionType): Target {
  const [first = '', second, third, ...more] = text.split('/');
  if (more.length > 0) throw fault(`target ${shown(text)} has too many parts`);
  if (second === undefined) {
    if (type !== 'node_remediation') throw fault(`target ${shown(text)} does not say of which kind or in which namespace it is`);
    return unscoped('Node', first);
  }
  if (third !== undefined) return inNamespace(first, second, third);
  const kind = kindNamed(first)?.kind;
  return kind !== undefined && isClusterScoped(kind) ? unscoped(kind, second) : inNamespace(first, 'Deployment', second);
}

function unscoped(word: string, name: string): Target {
  const kind = kindNamed(word);
  if (!kind || !isObjectName(name)) throw fault(`target ${shown(name)} is not the name of an object`);
  return { ...kind, name };
}

function inNamespace(namespace: string, word: string, name: string): Target {
  const kind = kindNamed(word);
  if (!kind) throw fault(`target names a kind that the engine does not know: ${shown(word)}`);
  if (isClusterScoped(kind.kind)) throw fault(`target names a ${kind.kind}, which lies in no namespace`);
  if (!isNamespaceName(namespace)) throw fault(`target ${shown(namespace)} is not the name of a namespace`);
  if (!isObjectName(name)) throw fault(`target ${shown(name)} is not the name of an object`);
  return { ...kind, namespace, name };
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 80));

function fault(what: string): HttpProblem {
  return new HttpProblem({ status: 400, message: `${what}; name it as ${targetForms}`, field: 'target' });
}
