import type { Target } from '../api/generated/types.ts';
import { usualApiVersion } from '../api/target.ts';

/** `Node/w1` or `Deployment/shop/pay` as a target, in the usual version of its kind. */
export function target(text: string): Target {
  const [kind = '', ...rest] = text.split('/');
  const [first = '', second] = rest;
  const named = second === undefined ? { name: first } : { namespace: first, name: second };
  return { apiVersion: usualApiVersion(kind) ?? 'v1', kind, ...named };
}
