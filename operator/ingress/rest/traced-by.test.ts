import { expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { tracedBy } from './traced-by.ts';

const recorded = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test.each([
  { what: 'names a trace that is recorded', traceparent: recorded, marks: { [keys.traceparent]: recorded } },
  { what: 'names one that is not', traceparent: recorded.replace(/01$/, '00'), marks: {} },
  { what: 'names none', traceparent: undefined, marks: {} },
  { what: 'names two', traceparent: [recorded, recorded], marks: {} },
  { what: 'names one, and more than this version may', traceparent: `${recorded}-${'x'.repeat(2000)}`, marks: {} },
  { what: 'says something else', traceparent: 'please', marks: {} },
])('a request that $what', ({ traceparent, marks }) => {
  expect(tracedBy({ headers: { traceparent } })).toEqual(marks);
});
