import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { OtlpSender } from './otlp.ts';
import { beginRootSpan, beginSpan, type EndedSpan, recordSpans } from './span.ts';
import { runSpan } from './trace.ts';

afterEach(() => recordSpans(undefined));

function record(ratio = 1): EndedSpan[] {
  const spans: EndedSpan[] = [];
  recordSpans({ ratio, take: (span) => void spans.push(span) });
  return spans;
}

const start = { service: 'orders', name: 'work', kind: 'internal' } as const;
const parent = `00-${'0'.repeat(24)}80000000-${'b'.repeat(16)}-01`;

test('nothing is begun where nothing is recorded', async () => {
  expect(beginSpan(parent, start)).toBeUndefined();
  expect(await runSpan(parent, start, async (traceparent) => traceparent)).toBe(parent);
});

test('work in a span is given the span as its parent, and its failure is noted', async () => {
  const spans = record();
  const within = await runSpan(parent, start, async (traceparent) => traceparent);
  await expect(runSpan(parent, start, () => Promise.reject(new TypeError('no')))).rejects.toThrow('no');
  expect(spans.map(({ parentSpanId, error }) => [parentSpanId, error])).toEqual([
    ['b'.repeat(16), undefined],
    ['b'.repeat(16), 'TypeError'],
  ]);
  expect(within.split('-')[2]).toBe(spans[0]!.spanId);
});

test.each([
  [1, true],
  [0.51, true],
  [0.5, false],
  [0, false],
])('of traces that begin here the part of %d is recorded, by their ids', (ratio, isRecorded) => {
  record(ratio);
  expect(beginRootSpan(parent, true, start) !== undefined).toBe(isRecorded);
});

test('a span of one trace may name those of others', async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    request.on('data', (chunk) => void bodies.push(String(chunk))).on('end', () => response.end());
  });
  await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening));
  const { port } = collector.address() as AddressInfo;
  const sender = new OtlpSender({ endpoint: `http://127.0.0.1:${port}`, flushMs: 60_000 });
  recordSpans(sender);
  beginSpan(parent, { ...start, links: [`00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`] })!.end();
  await sender.close();
  collector.close();
  const [span] = JSON.parse(bodies.join('')).resourceSpans[0].scopeSpans[0].spans;
  expect(span.links).toEqual([{ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) }]);
});

test('a collector that is away costs nothing but the spans, and is complained of once', async () => {
  const problems: string[] = [];
  const sender = new OtlpSender({ endpoint: 'http://127.0.0.1:9', onProblem: (problem) => void problems.push(problem), flushMs: 60_000 });
  recordSpans(sender);
  for (let count = 0; count < 20_000; count++) beginSpan(parent, start)!.end();
  await sender.flush();
  await sender.flush();
  expect(problems).toHaveLength(1);
  await sender.close();
});
