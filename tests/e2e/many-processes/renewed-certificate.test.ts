import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, expect, test } from '@jest/globals';
import { createServerFor } from '../../../kit/src/server/tls-server.ts';
import { selfSigned } from '../../../sandbox/src/ses/self-signed.ts';
import { until } from '../support/shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'stoa-certificates-'));
const tls = { certFile: join(folder, 'tls.crt'), keyFile: join(folder, 'tls.key') };

function renew(name: string): void {
  const { certificate, privateKey } = selfSigned(name);
  writeFileSync(tls.certFile, certificate);
  writeFileSync(tls.keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

renew('the-first');
const failures: unknown[] = [];
const options = { lookEveryMs: 20, onError: (error: unknown) => void failures.push(error) };
const server = createServerFor(tls, (_request, response) => void response.end('here'), options);
await once(server.listen(0, '127.0.0.1'), 'listening');

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The name in the certificate that a new connection is shown. */
const shown = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.once('error', reject);
  });

test('a renewed certificate is served without a restart, and one that is none leaves the one before', async () => {
  expect(await shown()).toBe('the-first');
  renew('the-second');
  await until('the second is served', async () => (await shown()) === 'the-second');
  writeFileSync(tls.certFile, 'no certificate');
  await until('it is found out', async () => failures.length > 0);
  expect(await shown()).toBe('the-second');
});
