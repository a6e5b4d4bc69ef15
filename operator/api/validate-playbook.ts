import type { Playbook } from './generated/playbook.ts';
import { validate } from './generated/playbook-validator.js';
import { fieldError, type Validated } from './validate.ts';

/** The value as a playbook, or everything that is wrong with its shape. */
export function validatePlaybook(value: unknown): Validated<Playbook> {
  if (validate(value)) return { ok: true, value };
  // That of two shapes neither fits is said by what is missing in the one that was meant.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return { ok: false, errors: errors.map(fieldError) };
}
