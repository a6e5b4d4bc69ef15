import { describe, expect, test } from '@jest/globals';
import { wordsOf, type Right } from '../api/right.ts';
import type { KubeClient } from './client.ts';
import { Terminal, Transient, type KubeError } from './errors.ts';
import { gives, unshownRights, type Rule } from './rules-review.ts';

const right = (wish: Partial<Right> = {}): Right => ({ verb: 'patch', group: 'apps', resource: 'deployments', ...wish });
const rule = (wish: Partial<Rule> = {}): Rule => ({ verbs: ['get', 'patch'], apiGroups: ['apps'], resources: ['deployments'], ...wish });

test.each([
  { when: 'verb, group and resource are named', rule: rule(), right: right(), is: true },
  { when: 'the verb is not', rule: rule({ verbs: ['get'] }), right: right(), is: false },
  { when: 'the group is not', rule: rule({ apiGroups: [''] }), right: right(), is: false },
  { when: 'the resource is not', rule: rule({ resources: ['pods'] }), right: right(), is: false },
  { when: 'everything is', rule: rule({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }), right: right(), is: true },
  { when: 'only the resource of a subresource is', rule: rule(), right: right({ resource: 'deployments/scale' }), is: false },
  {
    when: 'the subresource is',
    rule: rule({ resources: ['deployments/scale'] }),
    right: right({ resource: 'deployments/scale' }),
    is: true,
  },
  { when: 'the subresource of all is', rule: rule({ resources: ['*/scale'] }), right: right({ resource: 'deployments/scale' }), is: true },
  {
    when: 'another subresource of all is',
    rule: rule({ resources: ['*/status'] }),
    right: right({ resource: 'deployments/scale' }),
    is: false,
  },
  { when: 'only some objects are', rule: rule({ resourceNames: ['web'] }), right: right(), is: false },
  { when: 'the very object is', rule: rule({ resourceNames: ['web'] }), right: right({ name: 'web' }), is: true },
  { when: 'another object is', rule: rule({ resourceNames: ['api'] }), right: right({ name: 'web' }), is: false },
  { when: 'it is about addresses', rule: { verbs: ['*'] }, right: right(), is: false },
])('it is $is that a rule gives the right when $when', ({ rule: one, right: wanted, is }) => expect(gives(one, wanted)).toBe(is));

/** An API server that tells these rules by namespace; it notes where it was asked. */
function serverWith(rules: Readonly<Record<string, readonly Rule[]>>, error?: KubeError) {
  const asked: string[] = [];
  const create = (_kind: unknown, { spec: { namespace } }: { spec: { namespace: string } }) => {
    asked.push(namespace);
    return error ? Promise.reject(error) : Promise.resolve({ status: { resourceRules: rules[namespace] ?? [] } });
  };
  return { client: { create } as unknown as Pick<KubeClient, 'create'>, asked };
}

describe('the rights that no rule shows', () => {
  const wanted = [right(), right({ resource: 'statefulsets' }), right({ namespace: 'shop' }), right({ verb: 'get', namespace: 'shop' })];

  test('are told in their order, after one question for the whole cluster and one per namespace', async () => {
    const { client, asked } = serverWith({ 'coordination-engine-nowhere': [rule()], shop: [rule({ verbs: ['get'] })] });
    expect((await unshownRights(client, wanted)).map(wordsOf)).toEqual(['patch statefulsets.apps', 'patch deployments.apps in shop']);
    expect(asked).toEqual(['coordination-engine-nowhere', 'shop']);
  });

  test('are all of them where nobody may ask', async () => {
    const { client } = serverWith({}, new Terminal({ message: 'no', reason: 'Forbidden', code: 403 }));
    expect(await unshownRights(client, wanted)).toEqual(wanted);
  });

  test('are not known while the API server does not answer', async () => {
    const { client } = serverWith({}, new Transient({ message: 'down', reason: 'Timeout' }));
    await expect(unshownRights(client, wanted)).rejects.toThrow('down');
  });
});
