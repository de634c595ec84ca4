import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '../../../cli/src/infrastructure/free-port.ts';
import { settlesWithin } from '../../../cli/src/infrastructure/leashed-process.ts';
import { Client } from '../support/client.ts';
import { asAdmin, until } from '../support/shop.ts';
import { StoaProcess } from '../support/stoa-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'stoa-start-'));
const dataDir = join(folder, 'data');
let environment: Record<string, string>;
let running: StoaProcess;

const PLAYED = ['STRIPE', 'CARRIER', 'RAZORPAY', 'S3', 'MUX', 'SMTP', 'MAIL'].map((name) => `SANDBOX_${name}_PORT`);
const PORTS = ['PORT', ...PLAYED];

async function ports(): Promise<Record<string, string>> {
  const taken: Record<string, string> = {};
  for (const name of PORTS) taken[name] = String(await freePort());
  return taken;
}

const start = (overrides: Record<string, string> = {}): StoaProcess => new StoaProcess(['start'], { ...environment, ...overrides }, folder);
const origin = (): string => `http://127.0.0.1:${environment.PORT}`;
const client = (token?: string): Client => new Client(`${origin()}/graphql`, token);

beforeAll(async () => {
  environment = { STOA_DATA_DIR: dataDir, ...(await ports()) };
  running = await start().says('Stoa is ready');
}, 240_000);

afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

const logIn = (): Promise<Client> => asAdmin(client);

const hasCategory = async (slug: string): Promise<boolean> =>
  (await client().ask<{ categories: { slug: string }[] }>('{ categories { slug } }')).categories.some((category) => category.slug === slug);

const addCategory = async (slug: string): Promise<unknown> =>
  (await logIn()).ask('mutation ($input: CategoryInput!) { createCategory(input: $input) { id } }', { input: { name: slug, slug } });

/** Processes of this machine that know the folder: the servers, and the leashes that hold them. */
function processesOn(path: string): string[] {
  if (!existsSync('/proc')) return [];
  const commandLines = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    });
  return commandLines.filter((line) => line.includes(path));
}

test('it says where everything is and what to try, in few lines', () => {
  expect(running.output).toContain(`GraphQL   ${origin()}/graphql`);
  expect(running.output).toMatch(/Log in +admin@stoa.test, password stoa-admin/);
  expect(running.output).toMatch(/Events +(embedded NATS JetStream at|embedded bus)/);
  expect(running.output).toMatch(/Try +curl -s/);
  expect(running.output.trim().split('\n').length).toBeLessThan(18);
});

test('/readyz names every part', async () => {
  const answer = await fetch(`${origin()}/readyz`);
  expect(answer.status).toBe(200);
  const { parts } = (await answer.json()) as { parts: Record<string, string> };
  expect(new Set(Object.values(parts))).toEqual(new Set(['ok']));
  expect(Object.keys(parts)).toEqual(expect.arrayContaining(['identity', 'catalog', 'orders', 'bus']));
});

test('its log is JSON, in the data folder', async () => {
  const lines = readFileSync(join(dataDir, 'stoa.log'), 'utf8').trim().split('\n');
  expect(lines.every((line) => typeof JSON.parse(line) === 'object')).toBe(true);
});

test('a second start on the same folder, or on a busy port, says so in one line and leaves nothing behind', async () => {
  const same = start();
  expect(await same.exited).toBe(1);
  expect(same.output.trim()).toBe(`stoa: The data folder ${dataDir} is in use by process ${running.pid}.`);

  const other = join(folder, 'other');
  for (const port of PORTS) {
    const busy = start({ ...(await ports()), STOA_DATA_DIR: other, [port]: environment[port]! });
    expect(await busy.exited).toBe(1);
    expect(busy.output).toContain(`stoa: Port ${environment[port]} is in use; ${port} chooses another one.`);
  }
  await until('nothing of it is left', async () => processesOn(other).length === 0);
}, 240_000);

test('Postgres is killed: it is started again, and what was written is there', async () => {
  await addCategory('before');
  process.kill(Number(readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
  const isReady = async () => running.output.includes('Postgres runs again') && (await fetch(`${origin()}/readyz`)).ok;
  await until('it is ready again', isReady, 120_000);
  expect(await hasCategory('before')).toBe(true);
  await addCategory('after');
}, 240_000);

test('it stops cleanly when asked to, and the data is there at the next start', async () => {
  expect(await running.stop('SIGTERM')).toBe(0);
  expect(running.output).toContain('Stopped.');
  await until('nothing is left running', async () => processesOn(dataDir).length === 0);

  running = await start().says('Stoa is ready');
  expect(await hasCategory('after')).toBe(true);
  expect(await running.stop('SIGINT')).toBe(0);
}, 240_000);

test('it is killed: its servers end with it, and the next start goes on', async () => {
  running = await start().says('Stoa is ready');
  await addCategory('at-last');
  await running.kill();
  running = await start().says('Stoa is ready');
  expect(await hasCategory('at-last')).toBe(true);
  await running.kill();
  await until('nothing is left running', async () => processesOn(dataDir).length === 0);
}, 240_000);

test('a second Ctrl-C does not wait', async () => {
  running = start();
  await running.says('Stoa is starting');
  const ended = running.stop('SIGINT');
  // Two that come before it has looked are one to it, so it is told until it has heard.
  while (!(await settlesWithin(ended, 50))) void running.stop('SIGINT');
  expect(await ended).toBe(130);
  await until('nothing is left running', async () => processesOn(dataDir).length === 0);
}, 240_000);

test('a port that another program holds is not taken for ours', async () => {
  const holder = createServer().listen(Number(environment.PORT), '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const refused = start();
  expect(await refused.exited).toBe(1);
  expect(refused.output).toContain(`Port ${environment.PORT} is in use`);
  holder.close();
}, 240_000);
