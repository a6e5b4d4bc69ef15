import { expect, test } from '@jest/globals';
import type { ActionType } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { targetForms, targetNamed } from './remediate-target.ts';

const application = 'application_remediation';

test.each<{ text: string; type: ActionType; means: string; version: string }>([
  { text: 'worker-1', type: 'node_remediation', means: 'Node/worker-1', version: 'v1' },
  { text: 'ip-10-0-0-1.eu.compute.internal', type: 'node_remediation', means: 'Node/ip-10-0-0-1.eu.compute.internal', version: 'v1' },
  { text: 'node/worker-1', type: application, means: 'Node/worker-1', version: 'v1' },
  { text: 'Node/worker-1', type: 'node_remediation', means: 'Node/worker-1', version: 'v1' },
  {
    text: 'machineconfigpool/worker',
    type: 'node_remediation',
    means: 'MachineConfigPool/worker',
    version: 'machineconfiguration.openshift.io/v1',
  },
  { text: 'namespace/shop', type: 'alert_correlation', means: 'Namespace/shop', version: 'v1' },
  { text: 'shop/pay', type: application, means: 'Deployment/shop/pay', version: 'apps/v1' },
  { text: 'shop/deployment/pay', type: application, means: 'Deployment/shop/pay', version: 'apps/v1' },
  { text: 'shop/statefulset/db', type: 'resource_scaling', means: 'StatefulSet/shop/db', version: 'apps/v1' },
  { text: 'shop/Pod/pay-1', type: application, means: 'Pod/shop/pay-1', version: 'v1' },
  { text: 'node/deployment/pay', type: application, means: 'Deployment/node/pay', version: 'apps/v1' },
  { text: 'ai/InferenceService/model', type: 'model_inference', means: 'InferenceService/ai/model', version: 'serving.kserve.io/v1beta1' },
])('$text of a $type is $means', ({ text, type, means, version }) => {
  const target = targetNamed(text, type);
  expect([targetString(target), target.apiVersion]).toEqual([means, version]);
});

test.each<{ text: string; type?: ActionType; says: string }>([
  { text: 'pay', says: 'target "pay" does not say of which kind or in which namespace it is' },
  { text: 'a/b/c/d', says: 'target "a/b/c/d" has too many parts' },
  { text: 'shop/kafka/main', says: 'target names a kind that the engine does not know: "kafka"' },
  { text: 'shop/constructor/main', says: 'target names a kind that the engine does not know: "constructor"' },
  { text: 'shop/node/worker-1', says: 'target names a Node, which lies in no namespace' },
  { text: 'a.b/pay', says: 'target "a.b" is not the name of a namespace' },
  { text: 'shop/', says: 'target "" is not the name of an object' },
  { text: '/pay', says: 'target "" is not the name of a namespace' },
  { text: 'node/Not A Node', says: 'target "Not A Node" is not the name of an object' },
  { text: '..', type: 'node_remediation', says: 'target ".." is not the name of an object' },
  {
    text: 'n1; kubectl delete ns prod',
    type: 'node_remediation',
    says: 'target "n1; kubectl delete ns prod" is not the name of an object',
  },
  { text: 'w'.repeat(300), type: 'node_remediation', says: `target "${'w'.repeat(80)}" is not the name of an object` },
])('$text is refused, with the forms', ({ text, type = application, says }) => {
  expect(() => targetNamed(text, type)).toThrow(
    expect.objectContaining({ status: 400, field: 'target', message: `${says}; name it as ${targetForms}` }),
  );
});
