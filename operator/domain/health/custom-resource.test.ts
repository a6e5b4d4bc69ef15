import { describe, expect, test } from '@jest/globals';
import { judgeCustomResource, type SeenCustomResource } from './custom-resource.ts';

const database = (status?: SeenCustomResource['status'], namespace: string | undefined = 'shop'): SeenCustomResource => ({
  apiVersion: 'databases.example.com/v1',
  kind: 'Database',
  metadata: {
    name: 'main',
    ...(namespace && { namespace }),
    uid: 'u',
    resourceVersion: '1',
    generation: 3,
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
  spec: {},
  ...(status && { status }),
});
const condition = (type: string, status: string, more: object = {}) => ({ conditions: [{ type, status, ...more }] });

describe('a custom resource', () => {
  test.each([
    { when: 'it has no status', status: undefined },
    { when: 'its operator has acted on its last change', status: { observedGeneration: 3 } },
    { when: 'its operator counts in text', status: { observedGeneration: '3' } },
    { when: 'it is Ready', status: condition('Ready', 'True') },
    { when: 'nobody knows whether it is Ready', status: condition('Ready', 'Unknown') },
    { when: 'it is not Degraded', status: condition('Degraded', 'False') },
    { when: 'its conditions are a map', status: { conditions: { Ready: 'False' } } },
    { when: 'its conditions are none', status: { conditions: [null, 'Ready', { type: 7 }] } },
    { when: 'a condition is False that nobody knows', status: condition('Paused', 'False') },
  ])('is well when $when', ({ status }) => {
    expect(judgeCustomResource(database(status))).toEqual({ result: 'Passed', message: 'Database shop/main is reconciled' });
  });

  test.each([
    { status: { observedGeneration: 2 }, says: 'the operator of Database shop/main has not acted on its last change' },
    { status: condition('Ready', 'False'), says: 'Database shop/main is Ready=False' },
    { status: condition('Available', 'False', { reason: 'NoQuorum' }), says: 'Database shop/main is Available=False (NoQuorum)' },
    {
      status: condition('Degraded', 'True', { reason: 'DiskFull', message: 'disk 1 is full' }),
      says: 'Database shop/main is Degraded=True (DiskFull: disk 1 is full)',
    },
    { status: condition('Reconciling', 'True'), says: 'Database shop/main is Reconciling=True' },
    { status: condition('Stalled', 'True'), says: 'Database shop/main is Stalled=True' },
  ])('is not well: $says', ({ status, says }) => {
    expect(judgeCustomResource(database(status))).toEqual({ result: 'Failed', message: says });
  });
});
