import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from 'stoa/infrastructure/free-port';
import { type EmbeddedPostgres, startPostgres } from 'stoa/infrastructure/postgres';
import { untilAnswers } from '../until-answers.ts';

const DATABASE = 'vendure';
/** It listens on this machine only, for as long as the bench runs. */
export const PASSWORD = 'of the bench';
const STOP_PATIENCE_MS = 10_000;
const KINDS = ['lamp', 'book', 'chair', 'kettle', 'jacket'];

/** A Vendure as its documents tell to run it in production: a server, a worker, and a Postgres. */
export interface Vendure {
  readonly url: string;
  readonly serverPid: number;
  readonly workerPid: number;
  /** The server, the worker and the database server. */
  readonly pids: readonly number[];
  /** From the start of the database server to the first answer of the shop API. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

/** Starts it on a data folder that `fillVendure` has filled. */
export async function startVendure(folder: string, dataDir: string): Promise<Vendure> {
  const startedAtMs = Date.now();
  const postgres = await openPostgres(dataDir);
  const port = await freePort();
  const environment = { ...environmentOn(postgres), PORT: `${port}` };
  const [server, worker] = ['server.mjs', 'worker.mjs'].map((file) => run(folder, [file], environment)) as [ChildProcess, ChildProcess];
  const url = `http://127.0.0.1:${port}/shop-api`;
  await untilAnswers(`${url}?query={__typename}`, server);
  const readyMs = Date.now() - startedAtMs;
  const stop = async (): Promise<void> => {
    await Promise.all([server, worker].map(end));
    await postgres.stop();
  };
  return { url, serverPid: server.pid!, workerPid: worker.pid!, pids: [server.pid!, worker.pid!, postgres.pid], readyMs, stop };
}

/** Makes the database and imports products with so much of each in stock; the last one is scarce. */
export async function fillVendure(folder: string, dataDir: string, products: number, scarceStock: number): Promise<void> {
  const postgres = await openPostgres(dataDir);
  const client = new pg.Client(postgres.url);
  await client.connect();
  await client.query(`create database ${DATABASE}`);
  await client.end();
  const file = join(dataDir, 'products.csv');
  writeFileSync(file, productsCsv(products, scarceStock));
  const environment = { ...environmentOn(postgres), PORT: `${await freePort()}`, DB_SYNCHRONIZE: 'true' };
  const [code] = await once(run(folder, ['fill.mjs', file], environment), 'exit');
  await postgres.stop();
  if (code !== 0) throw new Error('Vendure could not be filled');
}

const openPostgres = (dataDir: string): Promise<EmbeddedPostgres> => startPostgres({ dataDir, log: (line) => console.warn(line) });

function environmentOn({ url, port }: EmbeddedPostgres): NodeJS.ProcessEnv {
  const { username, password, hostname } = new URL(url);
  return {
    ...process.env,
    NODE_ENV: 'production',
    VENDURE_DISABLE_TELEMETRY: 'true',
    SUPERADMIN_PASSWORD: PASSWORD,
    COOKIE_SECRET: PASSWORD,
    // A socket, as for the marketplace.
    DB_HOST: decodeURIComponent(hostname),
    DB_PORT: `${port}`,
    DB_USERNAME: username,
    DB_PASSWORD: password,
    DB_NAME: DATABASE,
  };
}

function run(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  // A bench that breaks off leaves nothing running behind it.
  process.once('exit', () => child.kill('SIGTERM'));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  if (child.exitCode !== null || !child.kill('SIGTERM')) return;
  const giveUp = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(giveUp);
}

/** The columns are those that its import asks for; prices are in units, not in cents. */
function productsCsv(products: number, scarceStock: number): string {
  const head =
    'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets';
  const row = (name: string, n: number, stock: number): string =>
    `${name},product-${n},"${name} that lasts, number ${n}.",,,,,SKU-${n},${((1_000 + n) / 100).toFixed(2)},standard,${stock},true,,`;
  const rows = Array.from({ length: products }, (_, n) => row(`Fine ${KINDS[n % KINDS.length]} No ${n}`, n, 1_000_000));
  return [head, ...rows, row('Last lamp', products, scarceStock)].join('\n');
}
