import { join } from 'node:path';
import { readJournal, readRazorpayJournal } from '@stoa/sandbox/index';
import pg from 'pg';
import { type Books, consumersOf, machinesOf, type ProviderBooks } from '../../cli/src/audit/books.ts';
import { loadManifests } from '../../cli/src/workspace.ts';
import { servedSubgraphs } from './served.ts';

export interface OpenBooks {
  /** What everybody has written by now, the provider included. */
  read(): Promise<Books>;
  rows<Row extends object>(domain: string, sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Looks into the databases of a marketplace that runs elsewhere, or not at all. */
export async function openBooks(databaseUrlOf: (domain: string) => string, dataDir: string): Promise<OpenBooks> {
  const domains = servedSubgraphs;
  const manifests = await loadManifests(domains);
  const known = { domains, consumers: consumersOf(manifests), machines: machinesOf(manifests) };
  const pools = new Map(domains.map((domain) => [domain, poolOf(databaseUrlOf(domain))]));
  const rows = async <Row extends object>(domain: string, sql: string, parameters: readonly unknown[] = []): Promise<Row[]> =>
    (await pools.get(domain)!.query<Row>(sql, [...parameters])).rows;
  return {
    rows,
    read: async () => ({ ...known, rows, provider: await readProviders(dataDir) }),
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.end()))),
  };
}

function poolOf(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis: 5_000, application_name: 'stoa-audit' });
  // A server that is killed under us is met by the next question.
  pool.on('error', () => {});
  return pool;
}

/** What both providers have in their books, in a folder for each. */
export async function readProviders(dataDir: string): Promise<ProviderBooks> {
  const stripe = await readProvider(join(dataDir, 'stripe'));
  const { orders } = await readRazorpayJournal(join(dataDir, 'razorpay'));
  const intents = Object.entries(orders).map(([id, { currency, captured, refunded, lost, metadata }]) => {
    // Orders there know no idempotency keys: one whose answer was lost may be made again, and nobody can pay the first.
    const paymentId = captured > 0 ? (metadata.paymentId ?? null) : null;
    const money = { capturedMinor: captured, refundedMinor: refunded, lostMinor: lost };
    return [id, { paymentId, currency: currency.toUpperCase(), ...money }] as const;
  });
  return { ...stripe, intents: new Map([...stripe.intents, ...intents]) };
}

export async function readProvider(journalDir: string): Promise<ProviderBooks> {
  const { intents, totals } = await readJournal(journalDir);
  return {
    transferredMinor: new Map(Object.entries(totals.transferred).map(([currency, minor]) => [currency.toUpperCase(), minor])),
    intents: new Map(
      intents.map(({ id }) => {
        const { currency, captured: capturedMinor, refunded: refundedMinor, lost: lostMinor, metadata } = totals.intents[id]!;
        const paymentId = metadata.paymentId ?? null;
        return [id, { paymentId, currency: currency.toUpperCase(), capturedMinor, refundedMinor, lostMinor }];
      }),
    ),
  };
}
