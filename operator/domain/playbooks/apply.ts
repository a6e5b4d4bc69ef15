import type { Playbook, PlaybookStep } from '../../api/generated/playbook.ts';
import type { Check, Layer, Target } from '../../api/generated/types.ts';
import type { Remedy } from '../planning/steps.ts';
import { sameTarget } from '../../api/target.ts';
import { layerOfKind } from '../diagnosis/layers.ts';
import { filledIn, incomputable } from './compute.ts';
import { describe } from './describe.ts';
import { findTarget } from './find-target.ts';
import { matches } from './matches.ts';
import { factsOf } from './operation-facts.ts';
import { isReadable, type Situation } from './situation.ts';

/** A check that a playbook asks for besides the usual ones. */
export interface ExtraCheck extends Omit<Check, 'name' | 'timeoutSeconds'> {
  readonly layer: Layer;
  readonly name?: string;
  readonly timeoutSeconds?: number;
}

/** What the playbook that fits a situation makes of it. */
export interface Application {
  readonly playbook: Playbook;
  readonly remedies: readonly Remedy[];
  readonly checks: readonly ExtraCheck[];
}

/** What the first playbook that fits gives; undefined when none does. One of which a target or a parameter is not known does not fit. */
export function applyFirst(playbooks: readonly Playbook[], situation: Situation): Application | undefined {
  for (const playbook of playbooks) {
    if (!matches(playbook.when ?? {}, situation)) continue;
    const remedies = (playbook.steps ?? []).map((step) => remedyOf(step, playbook, situation));
    if (remedies.every((remedy) => remedy !== undefined)) return { playbook, remedies, checks: checksOf(playbook, situation) };
  }
  return undefined;
}

function remedyOf(step: PlaybookStep, playbook: Playbook, situation: Situation): Remedy | undefined {
  const target = targetOf(step, situation);
  const parameters = filledIn(step.parameters ?? {}, situation);
  if (target === undefined || parameters === incomputable) return undefined;
  const { operation } = step;
  const layer = sameTarget(target, situation.target) || operation === 'observe' ? situation.layer : layerOfKind(target.kind);
  return {
    layer,
    ...factsOf(operation, layer, situation.deployment),
    operation,
    target,
    ...(step.parameters && { parameters }),
    description: describe(step, { playbook, situation, parameters }),
    playbook: playbook.name,
    ...(playbook.approval === true && { approval: true }),
    ...ownTerms(step),
  };
}

/** What the engine may not read it cannot look at: a step that only looks on then stands on the report. */
function targetOf({ operation, target: wanted = 'itself' }: PlaybookStep, situation: Situation): Target | undefined {
  const found = findTarget(wanted, situation);
  return found && operation === 'observe' && !isReadable(found) ? situation.reported : found;
}

/** Waits, limit and requiredness where the step has its own. */
function ownTerms({ waitSeconds, timeoutSeconds, required }: PlaybookStep): Partial<Remedy> {
  return {
    ...(waitSeconds !== undefined && { waitSeconds }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(required !== undefined && { required }),
  };
}

function checksOf({ checks = [] }: Playbook, situation: Situation): ExtraCheck[] {
  return checks.flatMap(({ parameters: given, ...check }) => {
    const parameters = filledIn(given ?? {}, situation);
    if (parameters === incomputable) return [];
    return [{ layer: situation.layer, ...check, ...(given && { parameters }) }];
  });
}
