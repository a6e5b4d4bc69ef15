import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isSecretName, redact, redactDeep, redactNamed } from './redact.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl';

describe('redact', () => {
  test.each([
    ['Authorization: Bearer abcdef123456', 'Authorization: Bearer [redacted]'],
    ['sent Bearer abc.def.ghi to it', 'sent Bearer [redacted] to it'],
    ['basic dXNlcjpwYXNzd29yZA==', 'basic [redacted]'],
    [`token is ${jwt}.`, 'token is [redacted].'],
    ['https://user:pa55@git.example/shop.git', 'https://[redacted]@git.example/shop.git'],
    ['https://ghtoken@git.example/shop.git is out of reach', 'https://[redacted]@git.example/shop.git is out of reach'],
    ['https://me:p@ss@git.example/shop.git', 'https://[redacted]@git.example/shop.git'],
    [
      'rpc error: code = Unknown desc = failed to list refs: Get "https://me:pa55@git.example/shop.git/info/refs?service=git-upload-pack": 401',
      'rpc error: code = Unknown desc = failed to list refs: Get "https://[redacted]@git.example/shop.git/info/refs?service=git-upload-pack": 401',
    ],
    ['DB_PASSWORD=hunter2 and more', 'DB_PASSWORD=[redacted] and more'],
    ['password: hunter2', 'password: [redacted]'],
    ['{"api_key":"k-123","name":"shop"}', '{"api_key":"[redacted]","name":"shop"}'],
    ['?access_token=abc&page=2', '?access_token=[redacted]&page=2'],
    ['--client-secret=abc --name=shop', '--client-secret=[redacted] --name=shop'],
    ['AKIAIOSFODNN7EXAMPLE', '[redacted]'],
    ['APP_SECRET=hunter2 --webhook-secret=b', 'APP_SECRET=[redacted] --webhook-secret=[redacted]'],
    [`ghp_${'a1'.repeat(18)}`, '[redacted]'],
    [`sha256~${'x'.repeat(43)}`, '[redacted]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nbye', '[redacted]\nbye'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE and cut', '[redacted]'],
  ])('hides what looks like a credential: %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test.each([
    'send Authorization: Bearer with the token of a ServiceAccount or user',
    'create serviceaccounts/token: this process does not lead',
    'Deployment shop/web is not healthy: 2 of 3 pods are ready',
    'The next one is when a token comes.',
    'Secret "registry" not found',
    'image registry.example/shop@sha256:0123456789abcdef0123456789abcdef',
    'https://kubernetes.io/docs/tasks/debug/',
    'patch deployments "web": the object has been modified',
    'act-20251210-001',
    '3f2b1c9e-5d0a-4d0e-9d9b-6f0f6c0b7a11',
    'mail to person@example.com',
    'Basic connectivity verified, Bearer authentication refused',
    'docker-pullable://nginx@sha256:0123456789abcdef0123456789abcdef',
    'https://shop.example?mail=person@example.com',
    'webhook-secret: not found',
  ])('leaves alone: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('changes nothing when it is done twice', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('password=', 'token: ', 'Bearer ', 'https://', '@', jwt, '"', ' ', '-', '_'));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const once = redact(words.join(''));
        expect(redact(once)).toBe(once);
      }),
    );
  });

  test.each(['a-', 'eyJ-', '-eyJ', 'a_secret', 'secret-', 'a.', 'password', '://', 'x://y', 'token=', '-----BEGIN PRIVATE KEY'])(
    'ends soon on a long text that nearly fits: %s',
    (piece) => {
      expect(redact(piece.repeat(16_384 / piece.length)).length).toBeGreaterThan(0);
    },
  );
});

describe('what the name of a value says', () => {
  test.each([
    'password',
    'DB_PASSWORD',
    'apiKey',
    'api-key',
    'aws_secret_key',
    'Authorization',
    'set-cookie',
    'clientSecret',
    'appSecret',
    'webhook_secret',
    'passwd',
  ])('%s is a credential', (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(redactNamed(name, 'anything')).toBe('[redacted]');
  });

  test.each(['secret', 'namespace', 'pod', 'key', 'alertname', 'passing', 'severity'])('%s is none', (name) => {
    expect(redactNamed(name, 'a text')).toBe('a text');
  });
});

describe('redactDeep', () => {
  const show = (text: string | Error): string => (typeof text === 'string' ? redact(text) : 'an error');

  test('hides by name and by form, at every depth that is shown', () => {
    const value = { list: [{ password: 'a' }, 'Bearer abcdef'], error: new Error('x'), count: 3, none: null };
    expect(redactDeep(value, show)).toEqual({
      list: [{ password: '[redacted]' }, 'Bearer [redacted]'],
      error: 'an error',
      count: 3,
      none: null,
    });
  });

  test('shows nothing of what lies too deep, and no more than 50 of a list', () => {
    expect(redactDeep({ a: { b: { c: { d: { e: { f: 'deep' } } } } } }, show)).toEqual({ a: { b: { c: { d: { e: '...' } } } } });
    expect(redactDeep(Array(60).fill(1), show)).toHaveLength(50);
  });
});
