import { expect, it } from '@jest/globals';
import { CircuitBreaker } from './circuit-breaker.ts';

it('opens after failures in a row, lets one call try after a while, and closes when it succeeds', () => {
  let nowMs = 0;
  const circuit = new CircuitBreaker({ failuresToOpen: 3, openMs: 100 }, () => nowMs);
  const fail = (times: number): void => {
    for (let count = 0; count < times; count++) circuit.failed();
  };
  fail(2);
  circuit.succeeded();
  fail(2);
  expect(circuit.allows()).toBe(true);
  fail(1);
  expect([circuit.allows(), circuit.state]).toEqual([false, 'open']);
  nowMs = 100;
  expect(circuit.state).toBe('half-open');
  expect([circuit.allows(), circuit.allows()]).toEqual([true, false]);
  fail(1);
  expect(circuit.allows()).toBe(false);
  nowMs = 300;
  expect(circuit.allows()).toBe(true);
  circuit.succeeded();
  expect([circuit.allows(), circuit.allows(), circuit.state]).toEqual([true, true, 'closed']);
});
