import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { composeFile, composeNatsConfig, prometheusConfig } from '../compose-file.ts';
import { readOr } from '../supergraph-of.ts';
import type { Invocation } from '../verb.ts';
import { root, subgraphNames } from '../workspace.ts';

/** Writes docker-compose.yml and the broker's configuration for the subgraphs there are, or tells what differs. */
export async function run({ flags }: Invocation): Promise<void> {
  const check = flags.check === true;
  const names = subgraphNames();
  const files = {
    'docker-compose.yml': composeFile(names),
    'deploy/nats/nats.conf': composeNatsConfig(names),
    'deploy/prometheus/prometheus.yml': prometheusConfig(names),
  };
  const stale = Object.entries(files).filter(([path, text]) => readOr(join(root, path)) !== text);
  for (const [path, text] of stale) {
    console.log(`${check ? 'differs' : 'written'}: ${path}`);
    if (check) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  if (check && stale.length > 0) throw new Error('the compose file is not what the code says; `stoa compose` writes it');
}
