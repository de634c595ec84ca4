import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from './processes.ts';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '..', '..', '..');
/** Where the others are installed. */
export const PEERS = join(ROOT, '.stoa', 'bench', 'gateway-peers');

interface World {
  readonly port: number;
  /** The file with the supergraph. */
  readonly supergraph: string;
  /** The same, with hints that allow to keep every answer. */
  readonly hinted: string;
  readonly addresses: Readonly<Record<string, string>>;
}

type Contender = (world: World) => Program;

const ours =
  (kept: 'hinted' | 'supergraph', ...flags: string[]): Contender =>
  ({ port, [kept]: supergraph }) => ({
    args: [join(ROOT, 'cli', 'bin', 'stoa.js'), 'gateway', '--supergraph', supergraph, '--port', String(port), ...flags],
    // One address asks more here than a person may.
    env: { LOG_LEVEL: 'warn', STOA_MAX_COST: '1000000', STOA_ADDRESS_RATE: 'off' },
    probeUrl: `http://127.0.0.1:${port}/healthz`,
  });

interface HiveChoice {
  readonly router: boolean;
  /** Of equal calls to subgraphs under way. */
  readonly coalesceCalls: boolean;
  /** Of equal requests under way. */
  readonly coalesceRequests?: boolean;
}

const hive =
  (name: string, { router, coalesceCalls, coalesceRequests = false }: HiveChoice): Contender =>
  ({ port, supergraph }) => {
    const config = join(PEERS, `${name}.config.mjs`);
    writeFileSync(
      config,
      `export const gatewayConfig = {
  host: '127.0.0.1',
  port: ${port},
  logging: 'error',
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: ${coalesceCalls} } } },
  inboundInflightRequestDeduplication: ${coalesceRequests},
};
`,
    );
    const flags = ['--config-path', config, '--fork', '1', ...(router ? ['--hive-router-runtime'] : [])];
    return {
      args: [peer('@graphql-hive/gateway/dist/bin.js'), 'supergraph', supergraph, ...flags],
      cwd: PEERS,
      probeUrl: `http://127.0.0.1:${port}/healthcheck`,
    };
  };

/** In the order in which they are measured; the floor first, since the others are compared with it. */
export const contenders: Readonly<Record<string, Contender>> = {
  floor: ({ port, addresses }) => ({
    args: [join(HERE, 'floor.ts'), String(port), JSON.stringify(addresses)],
    probeUrl: `http://127.0.0.1:${port}/`,
  }),
  ours: ours('supergraph', '--no-coalescing'),
  'ours-coalescing': ours('supergraph'),
  'ours-cache': ours('hinted', '--no-coalescing'),
  apollo: ({ port, supergraph }) => ({
    args: [join(HERE, 'apollo.ts'), String(port), supergraph],
    cwd: PEERS,
    probeUrl: `http://127.0.0.1:${port}/`,
  }),
  hive: hive('hive', { router: false, coalesceCalls: false }),
  'hive-rust': hive('hive-rust', { router: true, coalesceCalls: false }),
  'hive-rust-calls': hive('hive-rust-calls', { router: true, coalesceCalls: true }),
  'hive-rust-requests': hive('hive-rust-requests', { router: true, coalesceCalls: true, coalesceRequests: true }),
};

export const isPeer = (name: string): boolean => !name.startsWith('ours') && name !== 'floor';

/** Installs the others, exactly as pinned in `peers/package.json`, where they are not there yet. */
export function installPeers(): void {
  mkdirSync(PEERS, { recursive: true });
  const pinned = join(HERE, 'peers', 'package.json');
  const installed = join(PEERS, 'package.json');
  const isCurrent = existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(pinned, 'utf8');
  if (isCurrent && existsSync(join(PEERS, 'node_modules', '.package-lock.json'))) return;
  copyFileSync(pinned, installed);
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: PEERS, stdio: 'inherit' });
}

const peer = (path: string): string => join(PEERS, 'node_modules', path);
