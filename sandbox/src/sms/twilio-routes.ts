import { createHmac, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Callbacks } from '../outbox/callbacks.ts';
import { type Misfortune, Misfortunes } from '../outbox/misfortune.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { takeRawBodies } from '../outbox/raw-bodies.ts';

/** The account that the sandbox knows. */
export interface TwilioAccount {
  /** `AC` and 32 hexadecimal digits. */
  readonly accountSid: string;
  readonly authToken: string;
}

/** Numbers that Twilio refuses, as its test credentials know them: https://www.twilio.com/docs/iam/test-credentials. */
const REFUSED: Readonly<Record<string, number>> = {
  '+15005550001': 21_211,
  '+15005550002': 21_612,
  '+15005550003': 21_408,
  '+15005550004': 21_610,
  '+15005550009': 21_614,
};

/** Numbers to which a message is taken, and never comes: their owners are unknown, or out of reach. */
const UNDELIVERED: Readonly<Record<string, number>> = { '+15005550030': 30_005, '+15005550031': 30_003 };

const refusalOf = (status: number, code: number, message: string): object => ({
  ...{ code, message, status },
  more_info: `https://www.twilio.com/docs/errors/${code}`,
});

const wordMisfortune = ({ status, code }: Misfortune): object =>
  refusalOf(status, Number(code ?? (status === 429 ? 20_429 : 20_500)), 'Ordered by a test');

/** Plays Twilio's Messages resource and its status callbacks. */
export function addTwilio(
  app: FastifyInstance,
  account: TwilioAccount,
  { outbox, callbacks }: { outbox: Outbox; callbacks: Callbacks },
): Misfortunes {
  const misfortunes = new Misfortunes(wordMisfortune);
  const credentials = `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`;
  const tell = tellStatus(account, callbacks);
  app.register(async (scope) => {
    takeRawBodies(scope);
    scope.addHook('onRequest', async (request, reply) => {
      const { accountSid } = request.params as { accountSid?: string };
      if (request.headers.authorization !== credentials || accountSid !== account.accountSid)
        return reply.code(401).send(refusalOf(401, 20_003, 'Authenticate'));
    });
    scope.post('/twilio/2010-04-01/Accounts/:accountSid/Messages.json', misfortunes.onRoute, async (request, reply) => {
      const form = new URLSearchParams(String(request.body));
      const problem = problemIn(form);
      if (problem) return refuse(reply, problem);
      const [to, text] = [form.get('To')!, form.get('Body')!];
      const sid = `SM${randomBytes(16).toString('hex')}`;
      outbox.keep({ channel: 'SMS', to, title: '', text, said: Object.fromEntries(form) }, sid);
      const callback = form.get('StatusCallback');
      if (callback) tell(callback, { sid, to, errorCode: UNDELIVERED[to] });
      return reply.code(201).send({ sid, status: 'queued', to, from: form.get('From'), body: text, error_code: null });
    });
  });
  return misfortunes;
}

const refuse = (reply: FastifyReply, code: number): FastifyReply =>
  reply.code(400).send(refusalOf(400, code, 'The message cannot be sent'));

/** Twilio's code for what is wrong with a message; null where nothing is. */
function problemIn(form: URLSearchParams): number | null {
  const [to, body] = [form.get('To') ?? '', form.get('Body') ?? ''];
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return 21_211;
  if (!form.get('From') && !form.get('MessagingServiceSid')) return 21_603;
  if (body === '') return 21_602;
  if (body.length > 1_600) return 21_617;
  return REFUSED[to] ?? null;
}

/** What becomes of a message, as Twilio tells it: form-encoded, signed with the address that it is told to. */
function tellStatus({ accountSid, authToken }: TwilioAccount, callbacks: Callbacks) {
  return (url: string, { sid, to, errorCode }: { sid: string; to: string; errorCode?: number | undefined }): void => {
    for (const status of ['sent', errorCode ? 'undelivered' : 'delivered']) {
      const form = new URLSearchParams({ AccountSid: accountSid, MessageSid: sid, SmsSid: sid, MessageStatus: status, To: to });
      if (errorCode && status === 'undelivered') form.set('ErrorCode', String(errorCode));
      const signature = twilioSignature(authToken, url, form);
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
      void callbacks.post(url, { headers, body: form.toString() });
    }
  };
}

/** https://www.twilio.com/docs/usage/security: the address, and every parameter behind it in the order of their names. */
export const twilioSignature = (authToken: string, url: string, form: URLSearchParams): string =>
  createHmac('sha1', authToken)
    .update(
      url +
        [...form]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => name + value)
          .join(''),
    )
    .digest('base64');
