import { describe, expect, test } from '@jest/globals';
import { configuredModel, locateModel, type SeenInferenceService } from './model-address.ts';

const inside = 'http://anomaly-predictor.shop.svc.cluster.local';

interface Wish {
  readonly address?: string;
  readonly url?: string;
  readonly ready?: string;
  readonly predictor?: Readonly<Record<string, unknown>>;
}

function service({ address, url, ready = 'True', predictor = {} }: Wish): SeenInferenceService {
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { namespace: 'shop', name: 'anomaly', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { predictor },
    status: {
      ...(url !== undefined && { url }),
      ...(address !== undefined && { address: { url: address } }),
      conditions: [{ type: 'Ready', status: ready, ...(ready !== 'True' && { reason: 'MinimumReplicasUnavailable' }) }],
    },
  };
}

const locate = (wish: Wish, hosts: readonly string[] = []) => locateModel(service(wish), hosts);

describe('an InferenceService is asked', () => {
  test.each([
    { when: 'it has an address in the cluster', wish: { address: inside, url: 'https://outside.example.com' }, base: inside },
    { when: 'it has only a URL in the cluster', wish: { url: `${inside}/` }, base: inside },
    { when: 'the short name is used', wish: { address: 'http://modelmesh-serving.shop:8008' }, base: 'http://modelmesh-serving.shop:8008' },
    { when: 'the name ends with svc', wish: { address: 'https://x.shop.svc:8443' }, base: 'https://x.shop.svc:8443' },
    { when: 'the path of a protocol is in it', wish: { address: `${inside}/v1/models/anomaly:predict` }, base: inside },
    { when: 'it lies below a path', wish: { address: `${inside}/serving/` }, base: `${inside}/serving` },
  ])('at $base when $when', ({ wish, base }) => {
    expect(locate(wish)).toEqual({ kind: 'found', address: { model: 'anomaly', base, trusted: false } });
  });

  test.each([{ hosts: ['models.example.com'] }, { hosts: ['other.example.com', '*.example.com'] }, { hosts: ['models.example.com:8443'] }])(
    'at another host when the settings name $hosts',
    ({ hosts }) => {
      const url = 'https://models.example.com:8443';
      expect(locate({ url }, hosts)).toEqual({ kind: 'found', address: { model: 'anomaly', base: url, trusted: true } });
    },
  );

  test.each([
    { predictor: { model: { modelFormat: { name: 'sklearn' }, protocolVersion: 'v2' } }, protocol: 'v2' },
    { predictor: { minReplicas: 1, sklearn: { protocolVersion: 'v1' } }, protocol: 'v1' },
    { predictor: { model: { modelFormat: { name: 'sklearn' } } }, protocol: undefined },
    { predictor: { model: null }, protocol: undefined },
  ])('by the protocol $protocol that $predictor says', ({ predictor, protocol }) => {
    const located = locate({ address: inside, predictor });
    expect(located.kind === 'found' && located.address.protocol).toBe(protocol);
  });
});

describe('an InferenceService is not asked', () => {
  test.each([
    { url: 'http://169.254.169.254/latest', why: 'its host 169.254.169.254 is neither' },
    { url: 'http://2852039166/', why: 'its host 169.254.169.254 is neither' },
    { url: 'http://[::1]:9/', why: 'its host [::1] is neither' },
    { url: 'http://127.0.0.1:10250', why: 'its host 127.0.0.1 is neither' },
    { url: 'http://localhost:10250', why: 'its host localhost is neither' },
    { url: 'https://kubernetes.default.svc', why: 'its host kubernetes.default.svc is neither' },
    { url: 'https://x.shop.attacker.example', why: 'its host x.shop.attacker.example is neither' },
    { url: 'https://models.example.com', why: 'its host models.example.com is neither' },
    { url: 'https://evilexample.com', why: 'its host evilexample.com is neither' },
    { url: 'http://me:secret@x.shop.svc', why: 'its URL is not a plain http or https URL' },
    { url: 'grpc://modelmesh-serving.shop:8033', why: 'its URL is not a plain http or https URL' },
    { url: 'file:///etc/passwd', why: 'its URL is not a plain http or https URL' },
    { url: 'no url', why: 'its URL is not a plain http or https URL' },
  ])('at $url', ({ url, why }) => {
    const located = locate({ address: url }, ['*.example.com.invalid', '*.Example']);
    expect(located).toMatchObject({ kind: 'unusable', reason: 'UnsafeModelUrl', message: expect.stringContaining(why) });
  });

  test('over gRPC', () => {
    expect(locate({ address: inside, predictor: { model: { protocolVersion: 'grpc-v2' } } })).toMatchObject({
      kind: 'unusable',
      reason: 'InvalidTarget',
      message: 'InferenceService anomaly speaks gRPC, not v1 or v2 over HTTP.',
    });
  });

  test.each([
    { wish: { address: inside, ready: 'False' }, message: 'InferenceService anomaly is not ready (MinimumReplicasUnavailable).' },
    { wish: { address: inside, ready: 'Unknown' }, message: 'InferenceService anomaly is not ready (MinimumReplicasUnavailable).' },
    { wish: {}, message: 'InferenceService anomaly has no URL.' },
  ])('yet: $message', ({ wish, message }) => {
    expect(locate(wish)).toEqual({ kind: 'notReady', message });
  });

  test('before it has a status', () => {
    const { apiVersion, kind, metadata, spec } = service({});
    expect(locateModel({ apiVersion, kind, metadata, spec }, [])).toEqual({
      kind: 'notReady',
      message: 'InferenceService anomaly is not ready.',
    });
  });
});

test('a model of the configured server is asked below its URL', () => {
  expect(configuredModel('anomaly', 'https://models.example.com/serving/')).toEqual({
    model: 'anomaly',
    base: 'https://models.example.com/serving',
    trusted: true,
  });
});
