import type { FastifyInstance } from 'fastify';
import type { SandboxLogger } from '../http/sandbox-logger.ts';
import type { Mailbox } from '../mail/mailbox.ts';
import type { StoreCredentials } from '../object-store/signature.ts';
import { addPartners } from '../partner/partner-routes.ts';
import { addFcm, type FcmAccount } from '../push/fcm-routes.ts';
import { addWebPush } from '../push/web-push-routes.ts';
import { addSes } from '../ses/ses-routes.ts';
import { SnsTopic } from '../ses/sns-topic.ts';
import { addTwilio, type TwilioAccount } from '../sms/twilio-routes.ts';
import { addTelegramControls, TelegramPeople } from '../telegram/telegram-people.ts';
import { addTelegram } from '../telegram/telegram-routes.ts';
import { Callbacks } from './callbacks.ts';
import type { Misfortunes } from './misfortune.ts';
import { Outbox } from './outbox.ts';

/** The accounts at which the sandboxes of channels know us. */
export interface ChannelAccounts {
  readonly twilio: TwilioAccount;
  readonly fcm: FcmAccount;
  readonly telegramToken: string;
  readonly ses: StoreCredentials & { readonly topicArn: string };
}

interface Parts {
  readonly accounts: ChannelAccounts;
  readonly mailbox: Mailbox;
  readonly now: () => number;
  readonly origin: () => string;
  readonly logger: SandboxLogger | undefined;
}

/** The providers of all channels but SMTP, played at one address: `/twilio`, `/push`, `/fcm`, `/telegram` and `/ses` below it; and partners' systems, at `/partners`. */
export function addChannelSandboxes(app: FastifyInstance, { accounts, mailbox, now, origin, logger }: Parts): Outbox {
  const [outbox, callbacks] = [new Outbox(now), new Callbacks(logger)];
  const people = new TelegramPeople(callbacks, outbox);
  const topic = new SnsTopic(accounts.ses.topicArn, { callbacks, now, origin });
  const providers = new Map<string, Misfortunes>([
    ['twilio', addTwilio(app, accounts.twilio, { outbox, callbacks })],
    ['push', addWebPush(app, { outbox, now })],
    ['fcm', addFcm(app, accounts.fcm, { outbox, now })],
    ['telegram', addTelegram(app, accounts.telegramToken, { outbox, people })],
    ['partners', addPartners(app, { outbox, now })],
    ['ses', addSes(app, accounts.ses, { mailbox, topic, now })],
  ]);
  addTelegramControls(app, people);
  app.addHook('onClose', async () => callbacks.close());
  app.get('/messages', async (request) => ({ messages: outbox.list(request.query as { channel?: string; to?: string }) }));
  app.post('/_sandbox/misfortunes', async (request, reply) => {
    const { provider, ...order } = (request.body ?? {}) as Record<string, unknown>;
    const misfortunes = providers.get(String(provider));
    const problem = misfortunes ? misfortunes.order(order) : `'provider' is one of ${[...providers.keys()].join(', ')}.`;
    return problem ? reply.code(400).send({ error: problem }) : { provider, ...order };
  });
  app.post('/_sandbox/reset', async () => {
    mailbox.empty();
    outbox.empty();
    people.empty();
    for (const misfortunes of providers.values()) misfortunes.clear();
    return { mails: [], messages: [] };
  });
  return outbox;
}
