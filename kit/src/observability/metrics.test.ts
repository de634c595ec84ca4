import { expect, test } from '@jest/globals';
import { CounterFamily, gaugeFamily } from './families.ts';
import { createMetrics } from './metrics.ts';

test('figures stand after those of the process, once per name, with their help and their labels escaped', async () => {
  const events = new CounterFamily('events_total', 'Events.', ['stream']);
  events.of('orders').add(3);
  events.of('a "b"\\\n').add();
  const waiting = gaugeFamily('events_waiting', 'Events that wait.', [], async () => [[[], 2]]);
  const text = await createMetrics(() => [events, waiting]).render();
  expect(text).toContain('process_cpu_seconds_total');
  expect(text).toContain('# HELP events_total Events.\n# TYPE events_total counter\nevents_total{stream="orders"} 3\n');
  expect(text).toContain('events_total{stream="a \\"b\\"\\\\\\n"} 1\n');
  expect(text).toContain('# TYPE events_waiting gauge\nevents_waiting 2\n');
});
