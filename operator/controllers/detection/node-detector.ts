import { nodeIllnesses } from '../../domain/detection/node-illnesses.ts';
import { kinds } from '../../kube/kinds.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { nodeNamed } from '../runtime/seen-node.ts';
import type { Ask, Detector } from './detector.ts';
import { makeFirstSights } from './first-sights.ts';

/** Conditions of nodes, which are watched anyway. */
export function makeNodeDetector({ caches, policy }: Pick<EngineDeps, 'caches' | 'policy'>, ask: Ask): Detector {
  const seen = makeFirstSights();
  caches.nodes.onChange(({ object }) => ask(object.metadata.name));
  return {
    name: 'nodes',
    isOn: ({ nodes }) => nodes.enabled,
    open: () => Promise.resolve(true),
    close: () => Promise.resolve(),
    subjects: () => caches.nodes.list().map(({ metadata }) => metadata.name),
    look(name, now) {
      const node = nodeNamed(caches.nodes, name);
      const { apiVersion, kind } = kinds.Node;
      const firstSeen = seen.of(name, () => now.toISOString());
      const illnesses = node ? nodeIllnesses(node, policy().detectors.nodes, firstSeen) : [];
      if (illnesses.length === 0) seen.forget(name);
      return Promise.resolve({
        sighting: { detector: 'nodes', target: { apiVersion, kind, name }, illnesses },
        labels: node?.metadata.labels,
      });
    },
  };
}
