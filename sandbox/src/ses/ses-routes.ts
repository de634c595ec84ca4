import { createHash, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Mailbox } from '../mail/mailbox.ts';
import { readMail } from '../mail/read-mail.ts';
import { S3Error } from '../object-store/s3-error.ts';
import { type StoreCredentials, verifySignature } from '../object-store/signature.ts';
import { type Misfortune, Misfortunes } from '../outbox/misfortune.ts';
import { jsonOf, takeRawBodies } from '../outbox/raw-bodies.ts';
import type { SnsTopic } from './sns-topic.ts';

/** What SES does with mail to its simulator: https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html. */
const SIMULATED: Readonly<Record<string, (to: string, now: string) => object>> = {
  'bounce@simulator.amazonses.com': (to, timestamp) => ({
    eventType: 'Bounce',
    bounce: { bounceType: 'Permanent', bounceSubType: 'General', timestamp, bouncedRecipients: [{ emailAddress: to, status: '5.1.1' }] },
  }),
  'ooto@simulator.amazonses.com': (to, timestamp) => ({
    eventType: 'Bounce',
    bounce: { bounceType: 'Transient', bounceSubType: 'General', timestamp, bouncedRecipients: [{ emailAddress: to }] },
  }),
  'complaint@simulator.amazonses.com': (to, timestamp) => ({
    eventType: 'Complaint',
    complaint: { complainedRecipients: [{ emailAddress: to }], timestamp, complaintFeedbackType: 'abuse' },
  }),
};

interface SendEmail {
  FromEmailAddress?: string;
  Destination?: { ToAddresses?: string[] };
  Content?: { Raw?: { Data?: string } };
  EmailTags?: { Name: string; Value: string }[];
}

interface Parts {
  readonly mailbox: Mailbox;
  readonly topic: SnsTopic;
  readonly now: () => number;
}

/** Plays Amazon SES (version 2) for whole mails, and the topic of SNS that tells what became of them. */
export function addSes(app: FastifyInstance, credentials: StoreCredentials, { mailbox, topic, now }: Parts): Misfortunes {
  const misfortunes = new Misfortunes(({ code }: Misfortune) => ({
    __type: String(code ?? 'TooManyRequestsException'),
    message: 'Ordered by a test',
  }));
  app.register(async (scope) => {
    takeRawBodies(scope);
    scope.addHook('preHandler', async (request, reply) => {
      const problem = unsigned(request, credentials, now());
      if (problem)
        return reply.code(403).header('x-amzn-errortype', problem).send({ __type: problem, message: 'The request is not signed.' });
    });
    scope.post('/ses/v2/email/outbound-emails', misfortunes.onRoute, async (request, reply) => {
      const { FromEmailAddress: from, Destination, Content, EmailTags = [] } = jsonOf(request.body) as SendEmail;
      const [to = [], data] = [Destination?.ToAddresses, Content?.Raw?.Data];
      if (!from || !data || to.length === 0)
        return reply
          .code(400)
          .header('x-amzn-errortype', 'BadRequestException')
          .send({ __type: 'BadRequestException', message: 'no mail' });
      const raw = Buffer.from(data, 'base64').toString('utf8');
      const [id, receivedAt] = [randomUUID(), new Date(now()).toISOString()];
      mailbox.keep({ id, from, to, ...readMail(raw), receivedAt, raw });
      const tags = Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, [Value]]));
      for (const address of to) {
        const told = SIMULATED[address]?.(address, receivedAt);
        if (told) void topic.publish({ ...told, mail: { messageId: id, destination: to, timestamp: receivedAt, tags } });
      }
      return { MessageId: id };
    });
  });
  app.get('/sns/SimpleNotificationService.pem', (_request, reply) => reply.type('application/x-pem-file').send(topic.certificate));
  app.get('/sns/', (request, reply) => {
    const isConfirmed = topic.confirm((request.query as { Token?: string }).Token ?? '');
    return reply
      .code(isConfirmed ? 200 : 400)
      .type('text/xml')
      .send(isConfirmed ? '<ConfirmSubscriptionResponse/>' : '<ErrorResponse/>');
  });
  app.post('/_sandbox/ses/subscriptions', async (request, reply) => {
    const { url } = (request.body ?? {}) as { url?: string };
    if (!url || !URL.canParse(url)) return reply.code(400).send({ error: 'Want { url }.' });
    await topic.subscribe(url);
    return { subscribers: topic.subscribers };
  });
  return misfortunes;
}

/** SES's word for what is wrong with who says to have asked; null where nothing is. */
function unsigned(request: FastifyRequest, credentials: StoreCredentials, nowMs: number): string | null {
  const url = new URL(request.url, 'http://sandbox');
  const headers = request.headers as Record<string, string>;
  try {
    const { payloadHash } = verifySignature(
      { method: request.method, path: url.pathname, query: url.searchParams, headers },
      { ...credentials, service: 'ses' },
      nowMs,
    );
    const hash = createHash('sha256')
      .update(request.body as Buffer)
      .digest('hex');
    return payloadHash === hash ? null : 'SignatureDoesNotMatch';
  } catch (error) {
    if (error instanceof S3Error) return error.code;
    throw error;
  }
}
