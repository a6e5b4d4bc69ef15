import type { Settings } from '../config.ts';
import type { Log } from '../kube/log.ts';
import type { CountSpans } from '../metrics/trace-metrics.ts';
import { version } from '../version.ts';
import type { SpanSink } from './span-sink.ts';

type Told = Pick<Settings, 'tracesEndpoint' | 'systemNamespace' | 'podName' | 'nodeName'>;

/** Where spans go; undefined, and nothing of OpenTelemetry is loaded, when OTEL_EXPORTER_OTLP_ENDPOINT names no collector. */
export async function startTracing(settings: Told, log: Log, count: CountSpans): Promise<SpanSink | undefined> {
  if (settings.tracesEndpoint === '') return undefined;
  const { makeOtlpSink } = await import('./otlp-sink.ts');
  log.info('Traces are sent', { to: settings.tracesEndpoint });
  return makeOtlpSink({ about: aboutThis(settings), count, log });
}

function aboutThis({ systemNamespace, podName, nodeName }: Told): Record<string, string> {
  return {
    'service.name': 'coordination-engine',
    'service.version': version,
    'service.instance.id': podName,
    'k8s.namespace.name': systemNamespace,
    'k8s.pod.name': podName,
    ...(nodeName !== '' && { 'k8s.node.name': nodeName }),
  };
}
