import { internalRoute, json } from '@stoa/kit/subgraph';
import { z } from 'zod';
import { identitySettings } from '../settings.ts';
import { apiKeyModeOf } from './api-key.entity.ts';

interface KeyRow {
  readonly id: string;
  readonly client: string;
  readonly cost_per_minute: number | null;
  readonly expires_at: Date | null;
  readonly is_first_use_of_day: boolean;
}

const asked = z.object({ hash: z.string().length(43) });

/**
 * Tells the gateway whose key it is that has this hash; nothing where it is unknown, revoked, expired or of another mode: rows of
 * production that were copied elsewhere let nobody in there.
 */
export const clientKeysRoute = internalRoute('POST', '/client-keys', async (context, { body }) => {
  const { hash } = asked.parse(JSON.parse(Buffer.from(body).toString('utf8')));
  const mode = apiKeyModeOf(context.use(identitySettings).STOA_MODE);
  const [row] = await context.sql.query<KeyRow>(
    `select id, client, cost_per_minute, expires_at,
            last_used_at is null or last_used_at < date_trunc('day', now()) as is_first_use_of_day
     from api_key where key_hash = $1 and mode = $2 and revoked_at is null and (expires_at is null or expires_at > now())`,
    [hash, mode],
  );
  if (!row) return json(200, { client: null });
  if (row.is_first_use_of_day) await context.write('update api_key set last_used_at = now() where id = $1 returning id', [row.id]);
  const { id, client: name, cost_per_minute: costPerMinute, expires_at: expiresAt } = row;
  return json(200, { client: { id, name, costPerMinute, expiresAtMs: expiresAt && new Date(expiresAt).getTime() } });
});
