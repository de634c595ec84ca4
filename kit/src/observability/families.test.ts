import { expect, test } from '@jest/globals';
import { CounterFamily, DurationFamily, gaugeFamily, writeFamilies } from './families.ts';

test('counters and durations are written with their labels, buckets summed up', async () => {
  const requests = new CounterFamily('requests_total', 'Requests.', ['client', 'code']);
  requests.of('web', 'OK').add();
  requests.of('web', 'OK').add(2);
  requests.of('a "b"', 'OK').add();
  const took = new DurationFamily('took_seconds', 'How long.', ['service']);
  for (const ms of [0.5, 1, 30, 20_000]) took.of('orders').observeMs(ms);
  const open = gaugeFamily('open', 'Open.', [], () => [[[], 3]]);
  const lines = (await writeFamilies([requests, took, open])).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      '# HELP requests_total Requests.',
      '# TYPE requests_total counter',
      'requests_total{client="web",code="OK"} 3',
      'requests_total{client="a \\"b\\"",code="OK"} 1',
      '# TYPE took_seconds histogram',
      'took_seconds_bucket{service="orders",le="0.001"} 2',
      'took_seconds_bucket{service="orders",le="0.025"} 2',
      'took_seconds_bucket{service="orders",le="0.05"} 3',
      'took_seconds_bucket{service="orders",le="10"} 3',
      'took_seconds_bucket{service="orders",le="+Inf"} 4',
      'took_seconds_count{service="orders"} 4',
      '# TYPE open gauge',
      'open 3',
    ]),
  );
});

test('what has no room in a series of its own shares one', async () => {
  const seen = new CounterFamily('seen_total', 'Seen.', ['name'], 2);
  for (const name of ['a', 'b', 'c', 'd', 'a']) seen.of(name).add();
  const lines = (await writeFamilies([seen])).split('\n').filter((line) => line.startsWith('seen_total'));
  expect(lines).toEqual(['seen_total{name="a"} 2', 'seen_total{name="b"} 1', 'seen_total{name="other"} 2']);
});
