import type { DeploymentInfo, RootCause } from '../../api/generated/types.ts';
import { firstThatFits, shorten } from '../size/fit.ts';
import type { Diagnosis } from './diagnose.ts';

/** Bytes of a diagnosis as JSON; the rest of the status has as much again. */
const mostBytes = 32 * 1024;
const longestFact = 128;
const mostFacts = 5;

/** The diagnosis as far as it can be recorded: evidence is cut first, then what is furthest from the cause is left out. */
export function bounded(diagnosis: Diagnosis): Diagnosis {
  const rows = (dependencies: number, resources: number, deployments: number) => (whole: Diagnosis) => ({
    ...withoutProse(whole),
    dependencies: whole.dependencies.slice(0, dependencies),
    impactedResources: whole.impactedResources.slice(0, resources),
    deployments: whole.deployments.slice(0, deployments).map(withoutEvidence),
  });
  return firstThatFits(diagnosis, [withoutProse, rows(16, 32, 20), rows(0, 12, 8)], mostBytes);
}

function withoutProse(diagnosis: Diagnosis): Diagnosis {
  const { rootCause, deployments } = diagnosis;
  return { ...diagnosis, rootCause: rootCause && shortCause(rootCause), deployments: deployments.map(withoutEvidence) };
}

function shortCause(cause: RootCause): RootCause {
  return { ...cause, evidence: cause.evidence?.slice(0, mostFacts).map((fact) => ({ ...fact, what: shorten(fact.what, longestFact) })) };
}

function withoutEvidence(deployment: DeploymentInfo): DeploymentInfo {
  return { ...deployment, evidence: deployment.evidence?.slice(0, 1).map((fact) => shorten(fact, longestFact)) };
}
