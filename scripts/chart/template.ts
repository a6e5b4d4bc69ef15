import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { type Edit, edited } from './edit.ts';

/** A manifest of config/ that becomes a template. */
export interface Source {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
  /** When it is rendered, as an expression of Helm's; always unless told. */
  readonly when?: string;
  readonly edits?: readonly Edit[];
}

/** What `helm uninstall` leaves where it is. */
export const keep = 'helm.sh/resource-policy: keep';

/** How a template that is made begins. */
export const banner = '{{- /* Made from';

/** The template that renders what the manifest says, in the release's namespace and with the labels of a chart. */
export function templateOf({ path, text, when, edits = [] }: Source): string {
  const documents = edited(path, escaped(text), edits).split(/^---\n/m);
  const body = documents.map((one) => shared(settled(labelled(one)))).join('---\n');
  const said = `${banner} ${path} by \`npm run generate\`; do not edit. */}}\n`;
  return when === undefined ? `${said}${body}` : `${said}{{- if ${when} }}\n${body}{{- end }}\n`;
}

/** The text with what Helm would take for its own left as it is; before any edit brings something of Helm's. */
function escaped(text: string): string {
  return text.replaceAll(/\{\{|\}\}/g, '{{ "$&" }}');
}

/** In the release's namespace instead of that of config/, wherever a field or an expression names it. */
function settled(document: string): string {
  return document
    .replaceAll(new RegExp(`(: |- )${usualNamespace}$`, 'gm'), '$1{{ .Release.Namespace | quote }}')
    .replaceAll(usualNamespace, '{{ .Release.Namespace }}');
}

/** What carries our label carries those of the chart besides; what is left without is not ours alone. */
function labelled(document: string): string {
  return document.replace(
    /^ {2}labels:\n(?= {4}app: coordination-engine$)/m,
    '$&    {{- include "coordination-engine.labels" . | nindent 4 }}\n',
  );
}

/** Rendered only where nobody else has made a namespace of that name, and left where it is when the release goes. */
function shared(document: string): string {
  const name = /^ {2}name: (\S+)$/m.exec(document)?.[1];
  if (name === undefined || !/^kind: Namespace$/m.test(document)) return document;
  const kept = document.replace(/^ {2}name: \S+$/m, `$&\n  annotations:\n    ${keep}`);
  return `{{- if include "coordination-engine.may-own-namespace" (list . "${name}") }}\n${kept}{{- end }}\n`;
}
