import { parse, stringify } from 'yaml';
import { type Fields, merged } from './merge.ts';
import type { Tree } from './tree.ts';

interface Variable {
  readonly name: string;
  readonly value?: string;
}

/** What a size decides of a Deployment, as far as manifests say it. */
export interface Deployment {
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly spec: { readonly containers: readonly [{ readonly env: readonly Variable[]; readonly resources: Fields }] };
    };
  };
}

/** What a size comes to. */
export interface Size {
  readonly replicas: number;
  readonly resources: Fields;
  /** Variables of the container with their texts; those that come from the pod are left out. */
  readonly env: Readonly<Record<string, string>>;
}

/** The Deployment's own size. */
export function sizeOf({ spec }: Deployment): Size {
  const [{ env, resources }] = spec.template.spec.containers;
  return {
    replicas: spec.replicas,
    resources,
    env: Object.fromEntries(env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
  };
}

/** The size once a component has patched it, by the rules of a strategic merge. */
export function patchedBy(base: Size, patch: Deployment): Size {
  const { replicas, resources, env } = sizeOf(patch);
  return { replicas, resources: merged(base.resources, resources), env: { ...base.env, ...env } };
}

/** The named template of all sizes, from which the Deployment takes the one that is asked for. */
export function sizesTemplate(sizes: Readonly<Record<string, Size>>): string {
  return [
    '{{- /* Made from config/manager and config/components by `npm run generate`; do not edit. */}}',
    '{{- define "coordination-engine.sizes" -}}',
    `${stringify(sizes, { lineWidth: 0 })}{{- end }}\n`,
  ].join('\n');
}

interface Kustomization {
  readonly patches: readonly [{ readonly patch: string }];
}

/** The size of config/default, named default, and those of config/components. */
export function sizesIn(tree: Tree): Record<string, Size> {
  const base = sizeOf(parse(tree.read('config/manager/deployment.yaml')) as Deployment);
  const names = tree.list('config/components').filter((name) => name.startsWith('size-'));
  const patched = names.map((name) => {
    const { patches } = parse(tree.read(`config/components/${name}/kustomization.yaml`)) as Kustomization;
    return [name.slice('size-'.length), patchedBy(base, parse(patches[0].patch) as Deployment)] as const;
  });
  return { default: base, ...Object.fromEntries(patched) };
}
