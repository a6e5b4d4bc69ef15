// Made from operator/api/playbook.schema.yaml by `npm run generate`; do not edit.
import type { CheckType, DeploymentMethod, FreeMap, Layer, OperationName } from './types.ts';

export type PlaybookTrait = 'Ill' | 'Rollable' | 'SelfSynced' | 'OwnerKnown' | 'Revised' | 'HasDependants';
export type PlaybookTarget = 'itself' | 'node' | 'pool' | 'machines' | 'owner' | 'workload' | 'application' | 'cause' | 'report';

/**
 * What is done about one situation.
 */
export interface Playbook {
  /**
   * Its name, which every step that it makes carries. One of a ConfigMap takes the place of a shipped one of the same name.
   */
  name: string;
  /**
   * For people.
   */
  description?: string;
  /**
   * Takes the playbook of this name away; nothing else need be said.
   */
  disabled?: boolean;
  /**
   * The smaller is asked first, among those of ConfigMaps and among those that are shipped; 500 when absent.
   */
  order?: number;
  when?: PlaybookWhen;
  /**
   * What is done, in this order within its layer; an empty list leaves the object to what is done beneath it.
   *
   * @maxItems 10
   */
  steps?: PlaybookStep[];
  /**
   * Checks besides the usual ones, at the checkpoint of the object's layer.
   *
   * @maxItems 5
   */
  checks?: PlaybookCheck[];
  /**
   * What a person should read; the alert's own runbook_url comes before it.
   */
  runbook?: string;
  /**
   * Whether a person has to approve a plan with one of its steps.
   */
  approval?: boolean;
}
/**
 * The situation; all that is said has to hold, and what is not said does not matter.
 */
export interface PlaybookWhen {
  /**
   * Layers in which the object is hit.
   *
   * @minItems 1
   * @maxItems 3
   */
  layers?: Layer[];
  /**
   * Kinds of the object.
   *
   * @minItems 1
   * @maxItems 20
   */
  kinds?: string[];
  /**
   * Namespaces of the object; * and ? as in a shell.
   *
   * @minItems 1
   * @maxItems 20
   */
  namespaces?: string[];
  /**
   * Names of the object; * and ? as in a shell.
   *
   * @minItems 1
   * @maxItems 20
   */
  names?: string[];
  words?: PlaybookWords;
  /**
   * What else is known of the object, all of it: Ill (something is wrong with it, not only with its node), Rollable (its Helm release may be rolled back), SelfSynced (Argo CD syncs it by itself), OwnerKnown (the custom resource that it belongs to is known), Revised (it had another template before), HasDependants (something that is hit stands on it).
   *
   * @minItems 1
   * @maxItems 6
   */
  traits?: PlaybookTrait[];
  /**
   * How the workload was deployed.
   *
   * @minItems 1
   * @maxItems 5
   */
  methods?: DeploymentMethod[];
  /**
   * Whether the object is the root cause.
   */
  cause?: boolean;
  dependsOn?: PlaybookRelation;
  /**
   * Types of the anomaly; * and ? as in a shell.
   *
   * @minItems 1
   * @maxItems 50
   */
  types?: string[];
  /**
   * Names of the alert (details.alertname); * and ? as in a shell.
   *
   * @minItems 1
   * @maxItems 200
   */
  alerts?: string[];
  /**
   * What the report recommends (recommendedAction); * and ? as in a shell. A recommendation counts only where a playbook asks for it.
   *
   * @minItems 1
   * @maxItems 20
   */
  recommends?: string[];
  after?: PlaybookPast;
  /**
   * True for a playbook about the report itself, asked only when no object that is hit got a step; others are asked about objects.
   */
  nothingElse?: boolean;
}
export interface PlaybookWords {
  /**
   * At least one of them.
   *
   * @minItems 1
   * @maxItems 30
   */
  any?: string[];
  /**
   * Each of them.
   *
   * @minItems 1
   * @maxItems 30
   */
  all?: string[];
  /**
   * None of them.
   *
   * @minItems 1
   * @maxItems 30
   */
  none?: string[];
}
/**
 * Something that the object stands on, as status.dependencies has it.
 */
export interface PlaybookRelation {
  /**
   * How it hangs on it.
   */
  via?: string;
  /**
   * Kinds of what it stands on.
   *
   * @minItems 1
   * @maxItems 20
   */
  kinds?: string[];
  words?: PlaybookWords;
}
/**
 * What was tried on the object before, by status.history of the anomaly.
 */
export interface PlaybookPast {
  /**
   * Each of them was tried.
   *
   * @minItems 1
   * @maxItems 10
   */
  operations: OperationName[];
  /**
   * What it came to: one of these. Any that did not help, when absent.
   *
   * @minItems 1
   * @maxItems 10
   */
  outcomes?: string[];
}
/**
 * One step.
 */
export interface PlaybookStep {
  /**
   * What is done.
   */
  operation: OperationName;
  target?: PlaybookTarget;
  /**
   * Parameters of the operation. An object with the key `compute` is worked out from what was recorded; a playbook of which something cannot be worked out does not apply.
   */
  parameters?: FreeMap;
  /**
   * Seconds to wait after it; by operation when absent.
   */
  waitSeconds?: number;
  /**
   * Seconds that it may run; by operation when absent.
   */
  timeoutSeconds?: number;
  /**
   * Whether its failure ends the plan; by operation when absent.
   */
  required?: boolean;
  /**
   * For people; ${target}, ${name}, ${namespace}, ${kind}, ${state}, ${word}, ${managedBy}, ${cause}, ${alert} and names of parameters are filled in.
   */
  description?: string;
}
/**
 * One check; it is left out when something of its parameters cannot be worked out.
 */
export interface PlaybookCheck {
  /**
   * What is checked.
   */
  type: CheckType;
  /**
   * Its name in the checkpoint; by its type when absent.
   */
  name?: string;
  /**
   * Seconds until it has failed; by its type when absent.
   */
  timeoutSeconds?: number;
  /**
   * Parameters of the check, computed ones too.
   */
  parameters?: FreeMap;
}
