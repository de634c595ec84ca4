import { expect, test } from '@jest/globals';
import { createMetrics } from './metrics.ts';

test('figures are written once per name, with their labels escaped', async () => {
  const figures = [
    { name: 'events_total', kind: 'counter' as const, labels: { stream: 'orders' }, value: 3 },
    { name: 'events_total', kind: 'counter' as const, labels: { stream: 'a "b"\\\n' }, value: 1 },
  ];
  const text = await createMetrics(() => figures).render();
  expect(text).toContain('process_cpu_seconds_total');
  expect(text.endsWith('# TYPE events_total counter\nevents_total{stream="orders"} 3\nevents_total{stream="a \\"b\\"\\\\\\n"} 1\n')).toBe(
    true,
  );
});
