import { stringify } from 'yaml';
import { type Edit, indented } from './edit.ts';

/** An operation of a JSON patch that adds something to the end of a list. */
export interface Addition {
  readonly path: string;
  readonly value: unknown;
}

const override = (value: string, from: string, indent: number): string =>
  `\n${' '.repeat(indent)}{{- with ${from} }}\n${' '.repeat(indent)}{{- toYaml . | nindent ${indent} }}\n${' '.repeat(indent)}{{- else }}\n${value}${' '.repeat(indent)}{{- end }}\n`;

const extra = (from: string, indent: number): string =>
  `${' '.repeat(indent)}{{- with ${from} }}\n${' '.repeat(indent)}{{- toYaml . | nindent ${indent} }}\n${' '.repeat(indent)}{{- end }}\n`;

/** What values can change of the Deployment; `tls` is what config/tls adds to it. */
export function deploymentEdits(text: string, tls: readonly Addition[]): Edit[] {
  const block = (key: string, indent: number): string =>
    new RegExp(`^ {${indent}}${key}:\\n((?: {${indent}}[ -].*\\n)+)`, 'm').exec(text)?.[1] ?? '';
  const https = (list: string, indent: number): string => {
    const items = tls.flatMap(({ path, value }) => (path.endsWith(`/${list}/-`) ? [value] : []));
    const added = stringify(items).replace(/(?<=secretName: ).*/, '{{ .Values.tls.secretName }}');
    return `${' '.repeat(indent)}{{- if .Values.tls.enabled }}\n${indented(added, indent)}${' '.repeat(indent)}{{- end }}\n`;
  };
  return [
    [
      /^ {2}replicas: \d+$/m,
      '  replicas: {{ .Values.manager.replicas | default (include "coordination-engine.size" . | fromYaml).replicas }}',
    ],
    [/(?<=^ {6}annotations:\n.*\n)/m, podAnnotations],
    [/(?<=^ {6}labels:\n {8}app: coordination-engine\n)/m, extra('.Values.manager.podLabels', 8)],
    [/(?<=^ {6}serviceAccountName: .*\n)/m, podFields],
    [`      affinity:\n${block('affinity', 6)}`, `      affinity:${override(block('affinity', 6), '.Values.manager.affinity', 8)}`],
    [
      `      topologySpreadConstraints:\n${block('topologySpreadConstraints', 6)}`,
      `      topologySpreadConstraints:${override(block('topologySpreadConstraints', 6), '.Values.manager.topologySpreadConstraints', 6)}`,
    ],
    [/^ {8}image: .*$/m, '        image: {{ include "coordination-engine.image" . | quote }}'],
    [/^ {8}imagePullPolicy: .*$/m, '        imagePullPolicy: {{ .Values.manager.image.pullPolicy }}'],
    [/(?<=^ {8}env:\n)[^]*?(?=^ {8}- name: \w+\n {10}valueFrom:)/m, variables],
    [
      `        resources:\n${block('resources', 8)}`,
      `${https('env', 8)}${extra('.Values.manager.env', 8)}        resources:\n          {{- .Values.manager.resources | default (include "coordination-engine.size" . | fromYaml).resources | toYaml | nindent 10 }}\n`,
    ],
    [/^ {6}volumes:\n/m, `${https('volumeMounts', 8)}${extra('.Values.manager.volumeMounts', 8)}      volumes:\n`],
    [
      /^ {10}name: coordination-engine-defaults\n/m,
      `          name: coordination-engine-defaults\n${https('volumes', 6)}${extra('.Values.manager.volumes', 6)}`,
    ],
  ];
}

const podAnnotations = `        {{- with .Values.defaults }}
        checksum/defaults: {{ toYaml . | sha256sum }}
        {{- end }}
${extra('.Values.manager.podAnnotations', 8)}`;

const podFields = ['imagePullSecrets', 'nodeSelector', 'tolerations', 'priorityClassName']
  .map((field) => {
    const value = field === 'priorityClassName' ? ' {{ . | quote }}' : '\n        {{- toYaml . | nindent 8 }}';
    return `      {{- with .Values.manager.${field} }}\n      ${field}:${value}\n      {{- end }}\n`;
  })
  .join('');

const variables = `        {{- range $name, $value := include "coordination-engine.env" . | fromYaml }}
        - name: {{ $name }}
          value: {{ $value | quote }}
        {{- end }}
`;
