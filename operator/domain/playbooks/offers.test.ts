import { describe, expect, test } from '@jest/globals';
import { allTaken, judgeOffers, refusalText, type FaultsOf, type Offer, type Taken } from './offers.ts';

const one = (name: string, operation = 'observe') => `{name: ${name}, when: {}, steps: [{operation: ${operation}}]}`;
const offer = (text: string, key = 'a.yaml', configMap = 'mine'): Offer => ({ configMap, key, text });
const nothing: FaultsOf = () => [];
const judge = (offers: readonly Offer[], before: Taken = new Map(), faultsOf = nothing) => {
  const { taken, refusals } = judgeOffers(offers, before, faultsOf);
  return { names: allTaken(taken).map(({ name }) => name), refusals: refusals.map(refusalText), taken };
};

describe('what ConfigMaps offer', () => {
  test.each([
    { of: 'a document', text: one('p'), names: ['p'] },
    { of: 'several documents', text: `${one('p')}\n---\n${one('q')}`, names: ['p', 'q'] },
    { of: 'a list', text: `- ${one('p')}\n- ${one('q')}`, names: ['p', 'q'] },
    { of: 'one that takes another away', text: '{name: restart, disabled: true}', names: ['restart'] },
    { of: 'nothing', text: '', names: [] },
  ])('is taken: $of', ({ text, names }) => {
    expect(judge([offer(text)])).toMatchObject({ names, refusals: [] });
  });

  test.each([
    { of: 'what is no YAML', text: 'name: [', said: /^mine\/a\.yaml: playbook a\.yaml: .*line/ },
    { of: 'a text', text: 'restart it', said: 'mine/a.yaml: playbook #1: must be object' },
    { of: 'one without a name', text: `- ${one('p')}\n- {when: {}, steps: []}`, said: 'mine/a.yaml: playbook #2: name: is required' },
    { of: 'one without steps', text: '{name: p, when: {}}', said: 'mine/a.yaml: playbook p: steps: is required' },
    {
      of: 'an operation that there is not',
      text: '{name: p, when: {}, steps: [{operation: observe}, {operation: pray}]}',
      said: /^mine\/a\.yaml: playbook p: steps\[1\]\.operation: must be one of monitor_mco, /,
    },
    {
      of: 'a field that there is not',
      text: '{name: p, when: {weather: [rain]}, steps: []}',
      said: 'mine/a.yaml: playbook p: when.weather: is not a known field',
    },
    {
      of: 'a wait below zero',
      text: '{name: p, when: {}, steps: [{operation: observe, waitSeconds: -1}]}',
      said: /steps\[0\]\.waitSeconds: must be >= 0$/,
    },
    {
      of: 'a runbook that is no address',
      text: '{name: p, when: {}, steps: [], runbook: "ask Jo or Ann"}',
      said: /playbook p: runbook: must match pattern/,
    },
    {
      of: 'two of one name',
      text: `- ${one('p')}\n- ${one('p')}`,
      said: 'mine/a.yaml: playbook p: name: is taken by a playbook of mine/a.yaml',
    },
    { of: 'aliases without end', text: `a: &a [1]\n${'b'}: &b [${'*a,'.repeat(30)}]\nc: [${'*b,'.repeat(30)}]`, said: /alias/i },
  ])('is refused with name, path and reason: $of', ({ text, said }) => {
    const { names, refusals } = judge([offer(text)]);
    expect(names).toEqual([]);
    expect(refusals[0]).toEqual(typeof said === 'string' ? said : expect.stringMatching(said));
  });

  test('is refused for what its operations say against it', () => {
    const faultsOf: FaultsOf = ({ name }) => (name === 'p' ? [{ field: 'steps[0].parameters', message: 'parameters.x is required' }] : []);
    expect(judge([offer(one('p')), offer(one('q'), 'b.yaml')], new Map(), faultsOf)).toMatchObject({
      names: ['q'],
      refusals: ['mine/a.yaml: playbook p: steps[0].parameters: parameters.x is required'],
    });
  });

  test('is taken by whole keys: of one that is refused what was taken before stays, of the others not', () => {
    const { taken } = judge([offer(`- ${one('p')}\n- ${one('q')}`), offer(one('r'), 'b.yaml')]);
    const next = judge([offer(`- ${one('s')}\n- ${one('q', 'pray')}`), offer(one('t'), 'b.yaml')], taken);
    expect(next.names).toEqual(['p', 'q', 't']);
    expect(judge([offer(one('t'), 'b.yaml')], next.taken).names).toEqual(['t']);
  });

  test('belongs to the first ConfigMap that offers the name', () => {
    const { names, refusals } = judge([offer(one('p'), 'a.yaml', 'theirs'), offer(one('p'), 'a.yaml', 'mine')]);
    expect(names).toEqual(['p']);
    expect(refusals).toEqual(['theirs/a.yaml: playbook p: name: is taken by a playbook of mine/a.yaml']);
  });
});
