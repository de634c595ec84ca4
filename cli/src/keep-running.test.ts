import { expect, test } from '@jest/globals';
import { createLog } from '@stoa/kit/observability';
import type { ProcessEnd } from './infrastructure/leashed-process.ts';
import { keepRunning } from './keep-running.ts';

class PlayedServer {
  static started = 0;
  readonly number = ++PlayedServer.started;
  end!: (end: ProcessEnd) => void;
  readonly exited = new Promise<ProcessEnd>((resolve) => (this.end = resolve));

  async stop(): Promise<void> {
    this.end({ code: 0, signal: null });
  }
}

const log = createLog('test', 'silent');
const killed: ProcessEnd = { code: null, signal: 'SIGKILL' };

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a server that dies is started again, also a second time, and one that was stopped is not', async () => {
  const seen: PlayedServer[] = [];
  const kept = await keepRunning('server', async () => seen[seen.push(new PlayedServer()) - 1]!, log);
  kept.first.end(killed);
  await until(() => seen.length === 2);
  seen[1]!.end(killed);
  await until(() => seen.length === 3);
  await kept.stop();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(seen).toHaveLength(3);
});

test('it is started again with what is known of the one before', async () => {
  const previous: (number | undefined)[] = [];
  const start = async (before: PlayedServer | undefined): Promise<PlayedServer> => {
    previous.push(before?.number);
    return new PlayedServer();
  };
  const kept = await keepRunning('server', start, log);
  kept.first.end(killed);
  await until(() => previous.length === 2);
  expect(previous).toEqual([undefined, kept.first.number]);
  await kept.stop();
});

test('a start that fails at first is tried again', async () => {
  let attempts = 0;
  const start = async (): Promise<PlayedServer> => {
    if (++attempts === 2) throw new Error('the last one has not let go yet');
    return new PlayedServer();
  };
  const kept = await keepRunning('server', start, log);
  kept.first.end(killed);
  await until(() => attempts === 3);
  await kept.stop();
});
