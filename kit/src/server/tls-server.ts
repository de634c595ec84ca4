import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';

const LOOK_EVERY_MS = 60_000;

/** Where a certificate, with those that lead to its authority, and its key are, as PEM. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

interface RenewalOptions {
  /** Hears of a renewed certificate that is none: the one before is served on. */
  readonly onError: (error: unknown) => void;
  readonly lookEveryMs?: number;
}

/** Reads both, and throws where one cannot be read. */
export const readTls = ({ certFile, keyFile }: TlsFiles) => ({ cert: readFileSync(certFile), key: readFileSync(keyFile) });

/** A server of HTTP, or of HTTPS where there is a certificate. A renewed one is taken within a minute; connections that stand keep theirs. */
export function createServerFor(tls: TlsFiles | undefined, listener: RequestListener, options: RenewalOptions): Server {
  if (!tls) return createServer(listener);
  const server = createHttpsServer({ ...readTls(tls), minVersion: 'TLSv1.3' }, listener);
  const renew = (): void => {
    try {
      server.setSecureContext({ ...readTls(tls), minVersion: 'TLSv1.3' });
    } catch (error) {
      // Half of it may be written by now: the next look finds the other half.
      options.onError(error);
    }
  };
  const files = [tls.certFile, tls.keyFile];
  for (const file of files) watchFile(file, { interval: options.lookEveryMs ?? LOOK_EVERY_MS, persistent: false }, renew);
  server.once('close', () => {
    for (const file of files) unwatchFile(file, renew);
  });
  return server;
}
