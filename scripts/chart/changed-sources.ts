import { parse, stringify } from 'yaml';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { type Addition, deploymentEdits } from './deployment.ts';
import { indented } from './edit.ts';
import { merged } from './merge.ts';
import { keep, type Source } from './template.ts';
import type { Tree } from './tree.ts';

/** A kind, which helm leaves where it is when the release goes, and with it every object. */
export function crdSource(tree: Tree, path: string): Source {
  const kept = `  labels:\n    app: coordination-engine\n  annotations:\n    {{- if .Values.crd.keep }}\n    ${keep}\n    {{- end }}\n`;
  return { path, text: tree.read(path), when: '.Values.crd.enabled', edits: [[/^ {2}annotations:\n/m, kept]] };
}

/** The account and the role of Alertmanager, in the namespace that their kustomization gives them. */
export function alertmanagerSources(tree: Tree): Source[] {
  return ['account', 'role'].map((name) => {
    const path = `config/alertmanager/${name}.yaml`;
    const text = tree.read(path).replaceAll(/^kind: (?:ServiceAccount|Secret)\nmetadata:\n/gm, `$&  namespace: ${usualNamespace}\n`);
    return { path, text, when: '.Values.alertmanager.enabled' };
  });
}

/**
 * The policy. Where its kind is not served yet, as at the first installation, helm cannot have it among the objects of the release: it is made by a
 * hook, with the marks by which the next upgrade takes it in.
 */
export function policySource(tree: Tree): Source {
  const path = 'config/policy/policy.yaml';
  const annotations = `metadata:
  annotations:
    ${keep}
    {{- if not (include "coordination-engine.policy-served" .) }}
    helm.sh/hook: post-install,post-upgrade
    meta.helm.sh/release-name: {{ .Release.Name }}
    meta.helm.sh/release-namespace: {{ .Release.Namespace }}
    {{- end }}
`;
  return {
    path,
    text: tree.read(path),
    when: '.Values.policy.create',
    edits: [
      [/^(?=apiVersion:)/m, '{{- include "coordination-engine.require-unchanged-policy" . }}\n'],
      [/^metadata:\n/m, annotations],
      [/^spec: \{\}$/m, 'spec: {{- toYaml .Values.policy.spec | nindent 2 }}'],
    ],
  };
}

/** The waits, limits and timeouts that differ from the built-in ones. */
export function defaultsSource(tree: Tree): Source {
  const path = 'config/manager/defaults.yaml';
  return { path, text: tree.read(path), edits: [[/^ {4}\{\}$/m, '    {{- toYaml .Values.defaults | nindent 4 }}']] };
}

interface Kustomization {
  readonly patches: readonly { readonly patch: string }[];
}

const patchesOf = (tree: Tree, path: string): unknown[] => {
  const { patches } = parse(tree.read(`${path}/kustomization.yaml`)) as Kustomization;
  return patches.map(({ patch }) => parse(patch) as unknown);
};

interface Specified {
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Either the NetworkPolicy that breaks nothing, or the one that says who reads metrics and where the engine goes. */
export function networkPolicySource(tree: Tree): Source {
  const path = 'config/network-policy/ingress.yaml';
  const text = tree.read(path);
  const [patch] = patchesOf(tree, 'config/components/network-policy') as [Specified];
  const narrow = indented(stringify(merged((parse(text) as Specified).spec, patch.spec)), 2);
  const more = '    {{- with .Values.networkPolicy.egress }}\n    {{- toYaml . | nindent 4 }}\n    {{- end }}\n';
  const withMore = narrow.replace(/^ {2}egress:\n(?: {4}.*\n)+/m, `$&${more}`);
  const spec = (wide: string): string =>
    `spec:\n  {{- if .Values.networkPolicy.restricted }}\n${withMore}  {{- else }}\n${wide}  {{- end }}\n`;
  const [, wide = ''] = /^spec:\n([^]*)/m.exec(text) ?? [];
  return { path, text, when: '.Values.networkPolicy.enabled', edits: [[`spec:\n${wide}`, spec(wide)]] };
}

/** What to scrape, with a token where metrics are for nobody without. */
export function serviceMonitorSource(tree: Tree): Source {
  const path = 'config/prometheus/service-monitor.yaml';
  const [, authorization] = patchesOf(tree, 'config/components/metrics-token') as [unknown, readonly Addition[]];
  const token = indented(stringify({ authorization: authorization[0]?.value }), 4);
  const https = `    {{- if .Values.tls.enabled }}
    scheme: https
    {{- with .Values.prometheus.tlsConfig }}
    tlsConfig:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- end }}
`;
  const edit = `    path: /metrics\n    {{- if .Values.metrics.token }}\n${token}${https}    {{- end }}\n`;
  return { path, text: tree.read(path), when: '.Values.prometheus.enabled', edits: [['    path: /metrics\n', edit]] };
}

/** The engine itself. */
export function deploymentSource(tree: Tree): Source {
  const path = 'config/manager/deployment.yaml';
  const text = tree.read(path);
  const [tls] = patchesOf(tree, 'config/tls') as [readonly Addition[]];
  return { path, text, edits: deploymentEdits(text, tls) };
}
