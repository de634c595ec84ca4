import { randomBytes } from 'node:crypto';
import { pairKeysOf, type RootKeys, writePairKey } from '@stoa/kit/auth';
import { newSigningKey } from './kept-secrets.ts';
import { variableOf } from './settings-table.ts';

const random = (): string => randomBytes(24).toString('hex');
/** The broker's configuration takes only what begins with a letter and holds letters and digits. */
const randomWord = (): string => `p${random()}`;

/** An environment file with a password for each database role and broker user, and for each service the keys of just its own pairs. */
export function deploymentSecrets(subgraphs: readonly string[], givenRoots?: RootKeys): string {
  const roots = givenRoots ?? { v1: random() + random() };
  const services = ['gateway', ...subgraphs];
  const lines = [
    '# Secrets of one deployment: keep the file to yourself. docker compose hands each container only what is its own.',
    `POSTGRES_PASSWORD=${random()}`,
    `NATS_PASSWORD=${randomWord()}`,
    `STOA_ADMIN_PASSWORD=${randomBytes(12).toString('base64url')}`,
    `STRIPE_WEBHOOK_SECRET=whsec_${random()}`,
    `CARRIER_WEBHOOK_SECRET=${random()}`,
    `RAZORPAY_WEBHOOK_SECRET=${random()}`,
    `S3_SECRET_ACCESS_KEY=${random()}`,
    `STOA_WEBHOOK_SEALING_KEYS=v1:${random()}`,
    `MUX_WEBHOOK_SECRET=${random()}`,
    `MUX_PRIVATE_KEY=${newSigningKey()}`,
    '',
    '# Nobody runs with the roots. With them `stoa secrets` prints the same keys again, and a newer version beside them rotates.',
    `STOA_SERVICE_ROOT_KEYS=${Object.entries(roots)
      .map(([version, root]) => `${version}:${root}`)
      .join(',')}`,
  ];
  for (const service of services) {
    lines.push('', `${variableOf(service, 'KEYS')}=${pairKeysOf(service, services, roots).map(writePairKey).join(',')}`);
    if (service !== 'gateway') lines.push(`${variableOf(service, 'DATABASE_URL').replace(/URL$/, 'PASSWORD')}=${random()}`);
    lines.push(`${variableOf(service, 'NATS_PASSWORD')}=${randomWord()}`);
  }
  return lines.join('\n');
}
