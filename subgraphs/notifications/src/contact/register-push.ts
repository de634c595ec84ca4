import { badInput } from '@stoa/kit/errors';
import { Field, ID, InputType, ObjectType, text } from '@stoa/kit/graphql';
import { newId } from '@stoa/kit/persistence';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { isPushService, readPushRecipient } from '../channel/push/push-recipient.ts';
import { pushOffer } from '../channel/push/web-push-settings.ts';

/** A browser that takes messages, or an app. */
@ObjectType()
export class PushTarget {
  @Field(() => ID)
  id!: string;
}

@InputType()
export class PushTargetInput {
  /** Of a browser's `PushSubscription`. */
  @Field(() => String, { nullable: true })
  endpoint?: string | null;

  @Field(() => String, { nullable: true })
  p256dh?: string | null;

  @Field(() => String, { nullable: true })
  auth?: string | null;

  /** Of an app at FCM, instead of the three. */
  @Field(() => String, { nullable: true })
  token?: string | null;
}

const base64url = z.string().regex(/^[\w-]{16,200}={0,2}$/, 'is not base64url');
const input = z.object({
  endpoint: z.url().max(1_000).nullish(),
  p256dh: base64url.nullish(),
  auth: base64url.nullish(),
  token: text(1_000).nullish(),
});

/** More than anybody has; each is written to for each notification. */
const MOST = 20;

/** Whoever is logged in there is told things there: a browser that was somebody else's is theirs no more. */
export const registerPush = useCase(
  'notifications.registerPush',
  input,
  async (tx, { endpoint, p256dh, auth, token }): Promise<PushTarget> => {
    const { sql, viewer } = tx;
    // We post to it, so that any other address could be a machine of ours.
    if (endpoint && !isPushService(endpoint, tx.use(pushOffer).services))
      throw badInput('is no push service’s that is known here', 'endpoint');
    const value = keptAs(endpoint && p256dh && auth ? { endpoint, keys: { p256dh, auth } } : null, token);
    const [row] = await sql.query<{ id: string }>(
      `insert into contact (id, user_id, channel, value) values ($1, $2, 'PUSH', $3)
     on conflict (channel, value) do update set user_id = excluded.user_id returning id`,
      [newId(), viewer.userId, value],
    );
    await sql.query(
      `delete from contact where id in (select id from contact where user_id = $1 and channel = 'PUSH' order by created_at desc, id desc offset $2)`,
      [viewer.userId, MOST],
    );
    return { id: row!.id };
  },
);

function keptAs(subscription: object | null, token: string | null | undefined): string {
  if ((subscription === null) === !token) throw badInput('give endpoint, p256dh and auth of a browser, or the token of an app', 'endpoint');
  const value = JSON.stringify(subscription ?? { token });
  if (!readPushRecipient(value))
    throw badInput('is neither a browser’s subscription nor an app’s token', subscription ? 'p256dh' : 'token');
  return value;
}
