import type { FastifyInstance } from 'fastify';
import { readHowOften } from '../outbox/refusals.ts';
import type { Mailbox } from './mailbox.ts';

/** Nothing in a mail may run, or tell its sender that it is looked at. */
const HARMLESS = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'";

/** Offers mails to programs as JSON, and lets a test have them refused. */
export function addMailRoutes(app: FastifyInstance, mailbox: Mailbox): void {
  app.get('/mails', async (request) => ({ mails: mailbox.list((request.query as { to?: string }).to) }));
  app.get('/mails/:id', (request, reply) => {
    const mail = mailbox.find((request.params as { id: string }).id);
    return reply.code(mail ? 200 : 404).send(mail ?? { error: 'There is no such mail.' });
  });
  app.get('/mails/:id/html', (request, reply) => {
    const html = mailbox.find((request.params as { id: string }).id)?.html;
    reply
      .code(html ? 200 : 404)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', HARMLESS);
    return reply.send(html ?? 'That mail has no HTML.');
  });
  app.post('/_sandbox/refuse', async (request, reply) => {
    const { reply: text = '451 Try again later', ...order } = (request.body ?? {}) as { count?: number; share?: number; reply?: string };
    const often = readHowOften(order);
    if (typeof often === 'string' || !/^[45]\d\d [\x20-\x7e]+$/.test(text))
      return reply.code(400).send({ error: 'Want { count or share, reply }: how often, and a reply such as "451 Try again later".' });
    mailbox.refusals.order({ ...often, answer: text });
    return { ...often, reply: text };
  });
}
