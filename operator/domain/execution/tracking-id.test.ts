import { expect, test } from '@jest/globals';
import { applicationMarkedOn, applicationOf } from './tracking-id.ts';

const target = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };

test.each([
  { id: 'web', found: { name: 'web' } },
  { id: 'team_web.1', found: { namespace: 'team', name: 'web.1' } },
  { id: 'a,b', found: undefined },
  { id: 'a=b', found: undefined },
  { id: '.._web', found: undefined },
  { id: 'team_', found: undefined },
  { id: '_web', found: undefined },
  { id: 'x'.repeat(254), found: undefined },
])('the mark of Application $id names $found', ({ id, found }) => {
  expect(applicationOf(`${id}:apps/Deployment:shop/web`, target)).toEqual(found);
});

test.each([undefined, 'web', 'web:apps/Deployment:shop/other'])('the mark %s names none', (id) => {
  expect(applicationOf(id, target)).toBeUndefined();
});

const own = 'web:apps/Deployment:shop/web';
test.each<{ when: string; labels?: Record<string, string>; annotations?: Record<string, string>; found: object | undefined }>([
  { when: 'only the id is there', annotations: { 'argocd.argoproj.io/tracking-id': own }, found: { name: 'web' } },
  {
    when: 'the id says something else than the label',
    annotations: { 'argocd.argoproj.io/tracking-id': own },
    labels: { 'argocd.argoproj.io/instance': 'old' },
    found: { name: 'web' },
  },
  {
    when: 'the id was copied',
    annotations: { 'argocd.argoproj.io/tracking-id': 'web:apps/Deployment:shop/other' },
    labels: { 'argocd.argoproj.io/instance': 'shop' },
    found: { name: 'shop' },
  },
  { when: 'only the label is there', labels: { 'argocd.argoproj.io/instance': 'shop' }, found: { name: 'shop' } },
  { when: 'the label is kept as an annotation', annotations: { 'argocd.argoproj.io/instance': 'shop' }, found: { name: 'shop' } },
  { when: 'the label is no name', labels: { 'argocd.argoproj.io/instance': 'a,b' }, found: undefined },
  {
    when: 'a chart that is of no release has the usual label',
    labels: { 'app.kubernetes.io/instance': 'shop', 'helm.sh/chart': 'web-1' },
    found: { name: 'shop' },
  },
  {
    when: 'there are annotations for it and the usual label',
    labels: { 'app.kubernetes.io/instance': 'shop' },
    annotations: { 'argocd.argoproj.io/sync-wave': '1' },
    found: { name: 'shop' },
  },
  {
    when: 'a chart of a release has the usual label',
    labels: { 'app.kubernetes.io/instance': 'shop', 'helm.sh/chart': 'web-1' },
    annotations: { 'meta.helm.sh/release-name': 'shop' },
    found: undefined,
  },
  { when: 'only the label is there that every chart sets', labels: { 'app.kubernetes.io/instance': 'shop' }, found: undefined },
])('the marks name $found when $when', ({ labels, annotations, found }) => {
  expect(applicationMarkedOn({ labels, annotations }, target)).toEqual(found);
});
