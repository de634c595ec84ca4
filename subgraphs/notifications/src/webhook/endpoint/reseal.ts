import type { DomainContext } from '@stoa/kit/use-case';
import type { Sealing } from '../sealing.ts';

interface Sealed {
  readonly id: string;
  readonly secret: string;
  readonly previous_secret: string | null;
}

/** Puts secrets under the newest key, so that the one before can be taken away; and throws away those that are good no more. */
export async function reseal(context: DomainContext, sealing: Sealing): Promise<void> {
  await context.write(
    'update webhook_endpoint set previous_secret = null, previous_secret_until = null where previous_secret_until <= now()',
    [],
  );
  const rows = await context.sql.query<Sealed>(
    'select id, secret, previous_secret from webhook_endpoint where not starts_with(secret, $1) or not starts_with(previous_secret, $1)',
    [sealing.prefix],
  );
  for (const { id, secret, previous_secret: previous } of rows) {
    const again = (sealed: string): string => sealing.seal(sealing.open(sealed, id), id);
    // Whoever has rotated it meanwhile has sealed it newly.
    await context.write('update webhook_endpoint set secret = $3, previous_secret = $4 where id = $1 and secret = $2', [
      ...[id, secret, again(secret), previous && again(previous)],
    ]);
  }
}
