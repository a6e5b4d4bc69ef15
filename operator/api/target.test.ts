import { describe, expect, test } from '@jest/globals';
import {
  isClusterScoped,
  isNameable,
  kindNamed,
  resolveNamespace,
  sameTarget,
  targetKey,
  targetString,
  usualApiVersion,
} from './target.ts';

const node = { apiVersion: 'v1', kind: 'Node', name: 'w1' };
const pay = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'pay' };

describe('a target as text', () => {
  test.each([
    { target: pay, text: 'Deployment/shop/pay', key: 'apps/deployment/shop/pay' },
    { target: node, text: 'Node/w1', key: '/node//w1' },
  ])('$text has the key $key', ({ target, text, key }) => {
    expect(targetString(target)).toBe(text);
    expect(targetKey(target)).toBe(key);
  });
});

test.each([
  { when: 'only the version differs', other: { ...pay, apiVersion: 'apps/v1beta1' }, same: true },
  { when: 'only the uid differs', other: { ...pay, uid: '1' }, same: true },
  { when: 'the group differs', other: { ...pay, apiVersion: 'extensions/v1' }, same: false },
  { when: 'the namespace differs', other: { ...pay, namespace: 'other' }, same: false },
  { when: 'the name differs', other: { ...pay, name: 'cart' }, same: false },
  { when: 'the kind differs', other: { ...pay, kind: 'StatefulSet' }, same: false },
])('sameTarget is $same when $when', ({ other, same }) => expect(sameTarget(pay, other)).toBe(same));

test.each([
  { when: 'it is as objects are', other: pay, nameable: true },
  { when: 'its version is none of Kubernetes', other: { ...pay, apiVersion: 'x.io/stable' }, nameable: false },
  { when: 'its kind begins small', other: { ...pay, kind: 'widget' }, nameable: false },
  { when: 'its namespace has a dot', other: { ...pay, namespace: 'shop.eu' }, nameable: false },
  { when: 'its namespace is too long', other: { ...pay, namespace: 'a'.repeat(64) }, nameable: false },
  { when: 'its name has a sign that names do not have', other: { ...pay, name: 'pay_1' }, nameable: false },
])('isNameable is $nameable when $when', ({ other, nameable }) => expect(isNameable(other)).toBe(nameable));

describe('the namespace of a target', () => {
  const bare = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'pay' };

  test('is that of the object that names it when it has none', () => {
    expect(resolveNamespace(bare, 'shop')).toEqual(pay);
  });

  test('is kept when it has one', () => expect(resolveNamespace(pay, 'other')).toEqual(pay));

  test('stays absent for a cluster-scoped kind', () => expect(resolveNamespace(node, 'shop')).toEqual(node));
});

test.each([
  { kind: 'Node', scoped: true },
  { kind: 'ClusterOperator', scoped: true },
  { kind: 'Pod', scoped: false },
  { kind: 'Unheard', scoped: false },
])('isClusterScoped is $scoped for $kind', ({ kind, scoped }) => expect(isClusterScoped(kind)).toBe(scoped));

test.each([
  { kind: 'Node', apiVersion: 'v1' },
  { kind: 'StatefulSet', apiVersion: 'apps/v1' },
  { kind: 'MachineConfigPool', apiVersion: 'machineconfiguration.openshift.io/v1' },
  { kind: 'Unheard', apiVersion: undefined },
  { kind: 'constructor', apiVersion: undefined },
])('a bare $kind means $apiVersion', ({ kind, apiVersion }) => expect(usualApiVersion(kind)).toBe(apiVersion));

test.each([
  { word: 'node', found: { kind: 'Node', apiVersion: 'v1' } },
  { word: 'StatefulSet', found: { kind: 'StatefulSet', apiVersion: 'apps/v1' } },
  { word: 'MACHINECONFIGPOOL', found: { kind: 'MachineConfigPool', apiVersion: 'machineconfiguration.openshift.io/v1' } },
  { word: 'unheard', found: undefined },
  { word: '', found: undefined },
])('the word $word names $found', ({ word, found }) => expect(kindNamed(word)).toEqual(found));
