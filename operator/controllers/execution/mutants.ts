declare const __TEST_BUILD__: boolean | undefined;

/** Deliberate defects, by which the tests prove that they would notice the real ones. */
export type Mutant = 'no-intent' | 'no-precondition' | 'forward-rollback' | 'uncordon-always' | 'cached-read' | 'checkpoint-skipped';

/** Whether this process has that defect; never in a production build, where the whole function is a constant. */
export function mutant(name: Mutant): boolean {
  return typeof __TEST_BUILD__ !== 'undefined' && __TEST_BUILD__ && process.env['ENGINE_MUTANT'] === name;
}
