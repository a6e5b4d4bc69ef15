import { describe, expect, test } from '@jest/globals';
import { randomStory } from '../../testing/random-incidents.ts';
import { Simulation } from '../../testing/simulate-incidents.ts';

const stories = 60;
const incidentsPerStory = 50;

describe('3,000 random incidents on small clusters', () => {
  const endings = Array.from({ length: stories }, (_, seed) => ({ seed, ...new Simulation(randomStory(seed, incidentsPerStory)).play() }));
  const total = (count: (ending: (typeof endings)[number]) => number): number => endings.reduce((sum, ending) => sum + count(ending), 0);

  test('all come to an end', () => {
    expect(endings.filter(({ stuck }) => stuck.length > 0).map(({ seed, stuck }) => ({ seed, stuck }))).toEqual([]);
    expect(total(({ ended }) => ended)).toBe(stories * incidentsPerStory);
  });

  test('never have two conflicting actions at work, nor anything foreign on what a plan holds, nor one that waits for nobody', () => {
    expect(endings.flatMap(({ violations }) => violations)).toEqual([]);
  });

  test('are full enough of conflicts and rollbacks to mean something', () => {
    expect(total(({ superseded }) => superseded)).toBeGreaterThan(200);
    expect(total(({ rolledBack }) => rolledBack)).toBeGreaterThan(100);
  });
});
