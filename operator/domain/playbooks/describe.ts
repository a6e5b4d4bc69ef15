import type { Playbook, PlaybookStep } from '../../api/generated/playbook.ts';
import { redact } from '../../api/redact.ts';
import { targetString } from '../../api/target.ts';
import { alertOf } from './matches.ts';
import { nameOf, suspectOf, type Situation } from './situation.ts';

const longest = 1024;
const placeholder = /\$\{([A-Za-z]+)\}/g;

/** What the step does, for people; one that only looks on names what a person should read. */
export function describe(
  step: PlaybookStep,
  { playbook, situation, parameters }: { playbook: Playbook; situation: Situation; parameters: Readonly<Record<string, unknown>> },
): string {
  const words = wordsOf(playbook, situation);
  const text = (step.description ?? `${step.operation} \${target}`).replaceAll(placeholder, (whole, name: string) => {
    const value = words[name] ?? parameters[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
  });
  const runbook = step.operation === 'observe' ? runbookOf(playbook, situation) : undefined;
  return redact(runbook === undefined ? text : `${text}; runbook: ${runbook}`).slice(0, longest);
}

function wordsOf({ when = {} }: Playbook, situation: Situation): Readonly<Record<string, string | undefined>> {
  const { target, words, deployment, report } = situation;
  return {
    target: nameOf(situation),
    name: target.name,
    namespace: target.namespace,
    kind: target.kind,
    state: words.join(', '),
    word: [...(when.words?.any ?? []), ...(when.words?.all ?? [])].find((word) => words.includes(word)),
    managedBy: deployment?.managedBy,
    cause: targetString(suspectOf(situation) ?? target),
    alert: alertOf(report) ?? report.type,
  };
}

const readable = /^https?:\/\/[^\s]{1,480}$/;

/** Where a person reads on: the alert's own runbook comes before the playbook's. */
function runbookOf(playbook: Pick<Playbook, 'runbook'>, { report }: Pick<Situation, 'report'>): string | undefined {
  return [report.details?.['runbook_url'], playbook.runbook].map(String).find((url) => readable.test(url));
}
