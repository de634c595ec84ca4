import { badInput, DomainError } from '@stoa/kit/errors';
import { newId } from '@stoa/kit/persistence';
import { type DomainContext, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import type { Channel, DeliveryOutcome } from '../channel/channel.ts';
import { channels } from '../channel/channels.ts';
import { recipientOf } from '../notification/notification.loader.ts';
import { notificationSettings } from '../settings.ts';
import { languageOf } from '../template/languages.ts';
import { countPhoneCode } from './count-phone-codes.ts';
import type { PhoneVerification } from './phone.payload.ts';
import { hashOfPhoneCode, newCode } from './phone-codes.ts';
import { phoneNumber } from './phone-number.ts';

/** Each is written to for each notification, and each message is paid for. */
const MOST = 3;

/** Whoever waits for a code has a page open. */
const PATIENCE_MS = 10_000;
const RETRY_AFTER = 30;

const notNow = (message: string) => new DomainError('SERVICE_UNAVAILABLE', message, { service: 'notifications', retryAfter: RETRY_AFTER });

/** Sends a code to a number. Nothing else goes there until whoever reads it has said the code. */
export const addPhone = workflow(
  'notifications.addPhone',
  z.object({ number: phoneNumber }),
  async (context, { number }): Promise<PhoneVerification> => {
    const sms = context.use(channels).get('SMS');
    if (!sms) throw new DomainError('SERVICE_UNAVAILABLE', 'No SMS is sent from here', { service: 'notifications' });
    await assertRoom(context, number);
    await countPhoneCode(context, number);
    const [id, code] = [newId(), newCode()];
    const expiresAt = await keepCode(context, { id, number, code });
    const outcome = await send(context, sms, { id, number, code });
    if (outcome.kind === 'permanent') throw badInput('takes no messages', 'number');
    if (outcome.kind === 'retry') throw notNow('The message could not be sent; try again later');
    return { id, expiresAt };
  },
);

async function assertRoom({ sql, viewer }: DomainContext, number: string): Promise<void> {
  const others = await sql.query(`select from contact where user_id = $1 and channel = 'SMS' and value <> $2`, [viewer.userId, number]);
  if (others.length >= MOST) throw new DomainError('INVALID_TRANSITION', `An account has at most ${MOST} numbers; take one away first`);
}

interface Sent {
  readonly id: string;
  readonly number: string;
  readonly code: string;
}

/** A newer code of an account ends those before. */
async function keepCode(context: DomainContext, { id, number, code }: Sent): Promise<Date> {
  return context.transact(async ({ sql, viewer }) => {
    await sql.query('delete from phone_code where user_id = $1 or expires_at < now()', [viewer.userId]);
    const [row] = await sql.query<{ expires_at: string }>(
      'insert into phone_code (id, user_id, number, code_hash) values ($1, $2, $3, $4) returning expires_at',
      [id, viewer.userId, number, hashOfPhoneCode(id, code)],
    );
    return new Date(row!.expires_at);
  });
}

async function send(context: DomainContext, sms: Channel, { id, number, code }: Sent): Promise<DeliveryOutcome> {
  const recipient = await context.load(recipientOf, context.viewer.userId!);
  const language = languageOf(recipient?.locale ?? context.use(notificationSettings).STOA_LANGUAGE);
  const { title, lines } = language.phoneCode(code);
  const message = { key: id, recipient: number, locale: language.locale, title, text: lines.join('\n') };
  try {
    return await sms.deliver(message, AbortSignal.timeout(PATIENCE_MS));
  } catch (error) {
    // Not the error itself, which may name the number.
    context.log.error({ phoneCodeId: id, error: (error as Error).name }, 'the SMS channel failed in a way that it does not foresee');
    throw notNow('The message could not be sent; try again later');
  }
}
