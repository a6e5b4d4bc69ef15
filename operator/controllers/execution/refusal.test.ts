import { expect, test } from '@jest/globals';
import { Conflict, Terminal, Transient } from '../../kube/errors.ts';
import { refusalOf } from './refusal.ts';

const transient = (more: object) => new Transient({ code: 503, reason: 'ServiceUnavailable', message: 'm', ...more });
const terminal = (code: number, reason: string, more: object = {}) => new Terminal({ code, reason, message: 'm', ...more });

test.each([
  { what: 'a conflict', error: new Conflict({ code: 409, reason: 'Conflict', message: 'm' }), refusal: undefined },
  { what: 'a lost lead', error: new Terminal({ reason: 'NotLeader', message: 'm' }), refusal: undefined },
  { what: 'a defect of ours', error: new TypeError('m'), refusal: undefined },
  {
    what: 'overload',
    error: transient({ code: 429, retryAfterSeconds: 3 }),
    refusal: { reason: 'ApplyFailed', final: false, passing: true, retryAfterSeconds: 3 },
  },
  {
    what: 'an answer that got lost',
    error: transient({ ambiguous: true, retryAfterSeconds: 3 }),
    refusal: { reason: 'ApplyFailed', final: false, passing: true },
  },
  {
    what: 'a missing right',
    error: terminal(403, 'Forbidden', { verb: 'patch', resource: 'nodes' }),
    refusal: { reason: 'Forbidden', message: 'The engine may not patch nodes: m', final: true, passing: false },
  },
  { what: 'a missing object', error: terminal(404, 'NotFound'), refusal: { reason: 'TargetGone', final: true, passing: false } },
  {
    what: 'an API that is gone',
    error: terminal(404, 'KindNotInstalled'),
    refusal: { reason: 'ApiNotInstalled', final: true, passing: false },
  },
  { what: 'an invalid object', error: terminal(422, 'Invalid'), refusal: { reason: 'ApplyFailed', final: true, passing: false } },
  { what: 'a bad request', error: terminal(400, 'BadRequest'), refusal: { reason: 'ApplyFailed', final: false, passing: false } },
])('$what is the refusal $refusal', ({ error, refusal }) => {
  expect(refusalOf(error)).toEqual(refusal && { message: 'm', ...refusal });
});
