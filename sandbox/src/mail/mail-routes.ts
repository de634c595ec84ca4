import type { FastifyInstance } from 'fastify';
import type { KeptMail, Mailbox } from './mailbox.ts';

/** Offers what was sent, to people as a page and to programs as JSON, and lets a test have mails refused. */
export function addMailRoutes(app: FastifyInstance, mailbox: Mailbox): void {
  app.get('/', (request, reply) => reply.type('text/html; charset=utf-8').send(page(mailbox.list(toOf(request.query)))));
  app.get('/mails', async (request) => ({ mails: mailbox.list(toOf(request.query)) }));
  app.get('/mails/:id', (request, reply) => {
    const mail = mailbox.find((request.params as { id: string }).id);
    return reply.code(mail ? 200 : 404).send(mail ?? { error: 'There is no such mail.' });
  });
  app.post('/_sandbox/refuse', async (request, reply) => {
    const { count = 1, reply: text = '451 Try again later' } = (request.body ?? {}) as { count?: number; reply?: string };
    if (!Number.isSafeInteger(count) || count < 0 || !/^[45]\d\d [\x20-\x7e]+$/.test(text))
      return reply.code(400).send({ error: 'Want { count, reply }: a number, and a reply such as "451 Try again later".' });
    mailbox.refuseNext(count, text);
    return { count, reply: text };
  });
  app.post('/_sandbox/reset', async () => {
    mailbox.empty();
    return { mails: [] };
  });
}

const toOf = (query: unknown): string | undefined => (query as { to?: string }).to;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

/** Addresses in a mail can be followed, as in any mailbox. */
const withLinks = (text: string): string =>
  escaped(text).replace(/https?:\/\/[^\s<>&]+/g, (address) => `<a href="${address}" rel="noreferrer">${address}</a>`);

const article = ({ to, from, subject, receivedAt, text }: KeptMail): string =>
  `<article><h2>${escaped(subject)}</h2><p>To ${escaped(to.join(', '))}, from ${escaped(from)}, <time>${receivedAt}</time></p><pre>${withLinks(text)}</pre></article>`;

const page = (mails: readonly KeptMail[]): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mailbox</title>
<style>body{font:16px/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}article{border-top:1px solid #ccc}pre{white-space:pre-wrap}</style>
<h1>Mailbox</h1><p>What was sent on this machine: ${mails.length} mails, none of which went any further.</p>
${mails.map(article).join('\n')}</html>`;
