import { expect, test } from '@jest/globals';
import { target } from '../../testing/targets.ts';
import { groundOf } from './stands-on.ts';

const edges = (...pairs: string[]) =>
  pairs.map((pair) => {
    const [from = '', to = ''] = pair.split(' > ');
    return { from, to, via: 'nodeName' };
  });
const cause = (text: string) => ({ layer: 'application', target: target(text) }) as const;

test.each([
  {
    of: 'a cause',
    rootCause: cause('Deployment/shop/pay'),
    about: ['Deployment/shop/pay'],
    beneath: ['Node/w1', 'MachineConfigPool/worker'],
  },
  {
    of: 'what was reported, where no cause is known',
    rootCause: undefined,
    about: ['Pod/shop/pay-1'],
    beneath: ['Deployment/shop/pay', 'Node/w1', 'MachineConfigPool/worker'],
  },
])('the ground of $of is all that it stands on, directly or not', ({ rootCause, about, beneath }) => {
  const dependencies = edges(
    'Pod/shop/pay-1 > Deployment/shop/pay',
    'Deployment/shop/pay > Node/w1',
    'Node/w1 > MachineConfigPool/worker',
    'Deployment/shop/cart > Node/w2',
  );
  const ground = groundOf({ rootCause, dependencies }, [target('Pod/shop/pay-1')]);
  expect({ about: [...ground.about], beneath: [...ground.beneath] }).toEqual({ about, beneath });
});

test('edges in a circle come to an end', () => {
  const dependencies = edges('Deployment/shop/pay > Node/w1', 'Node/w1 > Deployment/shop/pay');
  expect([...groundOf({ rootCause: cause('Deployment/shop/pay'), dependencies }, []).beneath]).toEqual(['Node/w1']);
});
