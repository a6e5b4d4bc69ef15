/** What one look at one object found, as a sentence about that object. */
export interface Finding {
  readonly result: 'Passed' | 'Failed' | 'NotApplicable';
  readonly message: string;
}

/** The object is as it should be. */
export const passed = (message: string): Finding => ({ result: 'Passed', message });

/** The object is not, or not yet, as it should be. */
export const failed = (message: string): Finding => ({ result: 'Failed', message });

/** There is nothing here that could be healthy or not. */
export const notApplicable = (message: string): Finding => ({ result: 'NotApplicable', message });

/** Sentences that a verdict names in full; a status message has 1024 characters. */
const named = 5;

/**
 * One finding for many: Failed when one failed, else Passed when one passed, else NotApplicable. Its message is made of the findings that
 * decided it, the same for the same findings in any order; without a finding it is `nothing`.
 */
export function summarise(findings: readonly Finding[], nothing: string): Finding {
  for (const result of ['Failed', 'Passed', 'NotApplicable'] as const) {
    const messages = [...new Set(findings.filter((finding) => finding.result === result).map(({ message }) => message))].toSorted();
    if (messages.length > 0) return { result, message: sentence(messages) };
  }
  return notApplicable(nothing);
}

function sentence(messages: readonly string[]): string {
  const rest = messages.length > named ? ['and more'] : [];
  return [...messages.slice(0, named), ...rest].join('; ').slice(0, 1000);
}
