import { isFields } from '../../api/fields.ts';
import type { Resource } from '../../api/resource.ts';
import type { Protocol } from './infer-request.ts';

/** What is read of an InferenceService (KServe, serving.kserve.io/v1beta1). */
export type SeenInferenceService = Resource<
  { readonly predictor?: Readonly<Record<string, unknown>> },
  {
    readonly url?: string;
    readonly address?: { readonly url?: string };
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
      readonly reason?: string;
    }[];
  }
>;

/** Where a model is asked. */
export interface ModelAddress {
  readonly model: string;
  /** URL without a slash at its end; the protocol's path comes behind it. */
  readonly base: string;
  /** Absent when nobody says: the server's answer tells. */
  readonly protocol?: Protocol;
  /** Somebody who runs the engine named the host, so it may be at any address. */
  readonly trusted: boolean;
}

/** The address, or why the model cannot be asked: not now, or not at all. */
export type Located =
  | { readonly kind: 'found'; readonly address: ModelAddress }
  | { readonly kind: 'notReady'; readonly message: string }
  | { readonly kind: 'unusable'; readonly reason: 'UnsafeModelUrl' | 'InvalidTarget'; readonly message: string };

/**
 * Where an InferenceService is asked: inside the cluster if it has an address there. What it says is written by its namespace, so its host
 * has to be a Service of that namespace, unless it is one of `hosts` (`host`, `host:port` or `*.suffix`).
 */
export function locateModel(service: SeenInferenceService, hosts: readonly string[]): Located {
  const { name: model, namespace = '' } = service.metadata;
  const speaks = protocolOf(service);
  if (speaks === 'other')
    return { kind: 'unusable', reason: 'InvalidTarget', message: `InferenceService ${model} speaks gRPC, not v1 or v2 over HTTP.` };
  const text = urlOf(service);
  if (typeof text !== 'string') return text;
  const url = plainUrl(text);
  if (!url) return unsafe(model, 'its URL is not a plain http or https URL');
  const trusted = hosts.some((host) => matches(url, host));
  if (!trusted && !isServiceOf(url.hostname, namespace))
    return unsafe(model, `its host ${url.hostname} is neither a Service of namespace ${namespace} nor one of MODEL_HOSTS`);
  return { kind: 'found', address: { model, base: baseOf(url), trusted, ...(speaks && { protocol: speaks }) } };
}

type NotReady = Extract<Located, { kind: 'notReady' }>;

function urlOf({ metadata, status = {} }: SeenInferenceService): string | NotReady {
  const notReady = (why: string): NotReady => ({ kind: 'notReady', message: `InferenceService ${metadata.name} ${why}.` });
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return notReady(ready?.reason ? `is not ready (${ready.reason})` : 'is not ready');
  return status.address?.url ?? status.url ?? notReady('has no URL');
}

/** The address of a model at the server that the settings name. */
export function configuredModel(model: string, modelUrl: string): ModelAddress {
  return { model, base: baseOf(new URL(modelUrl)), trusted: true };
}

/** The URL when it is http or https and carries no name and password; undefined otherwise. */
export function plainUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  const plain = (url?.protocol === 'http:' || url?.protocol === 'https:') && url.username === '' && url.password === '';
  return plain ? url : undefined;
}

const unsafe = (model: string, why: string): Located => ({
  kind: 'unusable',
  reason: 'UnsafeModelUrl',
  message: `InferenceService ${model} is not asked: ${why}.`,
});

function protocolOf({ spec }: SeenInferenceService): Protocol | 'other' | undefined {
  const models = Object.values(spec.predictor ?? {}).flatMap((part) => (isFields(part) ? [part['protocolVersion']] : []));
  const said = models.find((one) => typeof one === 'string');
  return said === undefined || said === 'v1' || said === 'v2' ? said : 'other';
}

/** Older versions of KServe put the path of the protocol into the URL. */
function baseOf({ origin, pathname }: URL): string {
  return origin + pathname.replace(/\/v[12]\/models\/.*$/, '').replace(/\/+$/, '');
}

/** `service.namespace`, `service.namespace.svc` or that within some cluster domain. */
function isServiceOf(hostname: string, namespace: string): boolean {
  const [service = '', second, third = 'svc'] = hostname.split('.');
  return service !== '' && second === namespace && third === 'svc';
}

function matches({ hostname, host }: URL, pattern: string): boolean {
  return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : pattern === hostname || pattern === host;
}
