import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { boundedPlanner, PlanningTimeout } from './bounded-planner.ts';

const document = parse('{ a }');

test('a planner that finds no end is ended, and plans again afterwards', () => {
  let endless = true;
  const planner = boundedPlanner(
    {
      plan: () => {
        while (endless);
        return { node: { kind: 'Sequence', nodes: [] } };
      },
    },
    1_000,
  );
  expect(() => planner.plan(document, undefined)).toThrow(PlanningTimeout);
  endless = false;
  expect(planner.plan(document, undefined)).toEqual({ node: { kind: 'Sequence', nodes: [] } });
});

test('what a planner throws is thrown as it is', () => {
  const refusal = new RangeError('not this one');
  const planner = boundedPlanner({
    plan: () => {
      throw refusal;
    },
  });
  expect(() => planner.plan(document, undefined)).toThrow(refusal);
});
