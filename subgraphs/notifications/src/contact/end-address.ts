import { createHash } from 'node:crypto';
import type { Sql } from '@stoa/kit/persistence';
import type { CarriedChannel } from '../channel/channel.ts';

const hashOfAddress = (email: string): string => createHash('sha256').update(email.toLowerCase()).digest('base64url');

/** Nothing reaches this address any more, a provider says: nothing more is sent there. Of a mail address, its hash is kept. */
export async function endAddress(sql: Sql, channel: CarriedChannel, address: string, code: string): Promise<void> {
  if (channel === 'EMAIL')
    await sql.query('insert into dead_address (hash, code) values ($1, $2) on conflict (hash) do nothing', [
      hashOfAddress(address),
      code.slice(0, 60),
    ]);
  else await sql.query('delete from contact where channel = $1 and value = $2', [channel, address]);
}

/** Which of these mail addresses take no mail any more. */
export async function deadAmong(sql: Sql, emails: readonly string[]): Promise<Set<string>> {
  const byHash = new Map(emails.map((email) => [hashOfAddress(email), email]));
  const dead = await sql.query<{ hash: string }>('select hash from dead_address where hash = any($1::text[])', [[...byHash.keys()]]);
  return new Set(dead.map(({ hash }) => byHash.get(hash)!));
}
