import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { OperationUsage } from './operation-usage.ts';

let nowMs = 0;
beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => nowMs++);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const sent = (text: string) => ({ client: 'web', version: undefined, operationName: undefined, text });

test('what is sent again and again stays, whatever else is sent, and what was forgotten comes back when it is sent', () => {
  const usage = new OperationUsage(2);
  const told = (): string[] => usage.records().map(({ body, count }) => `${body.replace(/\s+/g, ' ')} ${count}`);
  const [often, once, other] = ['{ often }', '{ once }', '{ other }'].map((text) => usage.of(sent(text))!);
  for (const used of [often, once, often, other]) usage.seen(used!);
  expect(told()).toEqual(['{ often } 2', '{ other } 1']);
  usage.seen(once!);
  expect(told()).toEqual(['{ other } 1', '{ once } 2']);
  expect(usage.of(sent('{ other }'))).toBe(other);
});

test('a text that is too long is not kept', () => {
  expect(new OperationUsage().of(sent(`{ a${' '.repeat(40_000)}}`))).toBeUndefined();
});
