import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { expect, jest, test } from '@jest/globals';
import { freePort, isPortFree } from './free-port.ts';

test('gives different ports below the range of outgoing connections', async () => {
  const ports = await Promise.all(Array.from({ length: 30 }, () => freePort()));
  expect(new Set(ports).size).toBe(30);
  expect(Math.min(...ports)).toBeGreaterThanOrEqual(15_000);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

test('sees a port that is taken', async () => {
  const port = await freePort();
  expect(await isPortFree(port)).toBe(true);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(await isPortFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
});

test('passes over a port that another process has claimed and not bound yet', async () => {
  const port = await freePort();
  const random = jest.spyOn(Math, 'random').mockReturnValueOnce((port - 15_000) / 17_768);
  expect(await freePort()).not.toBe(port);
  expect(random.mock.calls.length).toBeGreaterThan(1);
  random.mockRestore();
  // The claim is the kernel's, so it counts in every process.
  const stranger = createSocket('udp4');
  await expect(
    new Promise((resolve, reject) =>
      stranger.once('error', reject).bind({ address: '127.0.0.1', port, exclusive: true }, () => resolve(port)),
    ),
  ).rejects.toThrow('EADDRINUSE');
  stranger.close();
});
