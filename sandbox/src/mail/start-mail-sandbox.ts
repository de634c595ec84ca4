import { randomUUID } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import fastify from 'fastify';
import { listen } from '../http/listen.ts';
import type { SandboxLogger } from '../http/sandbox-logger.ts';
import { addChannelSandboxes, type ChannelAccounts } from '../outbox/channel-sandboxes.ts';
import { outboxPage } from '../outbox/outbox-page.ts';
import { addMailRoutes } from './mail-routes.ts';
import { Mailbox } from './mailbox.ts';
import { readMail } from './read-mail.ts';
import { type Envelope, SmtpSession } from './smtp-session.ts';

/** How to start a mailbox; 0 lets the system choose a port. */
export interface MailSandboxOptions {
  smtpPort: number;
  /** The port of the page that shows what was sent. */
  pagePort: number;
  /** With these the other channels are played too, at the page's address. */
  accounts?: ChannelAccounts;
  /** The address to listen on; only this machine, unless told otherwise. */
  host?: string;
  /** The time in milliseconds; the system's clock, unless a test has its own. */
  now?: () => number;
  logger?: SandboxLogger;
}

/** A running mailbox. */
export interface MailSandbox {
  /** Where mail is sent to, `smtp://127.0.0.1:12116`. */
  smtpUrl: string;
  /** Where it can be looked at. */
  url: string;
  close(): Promise<void>;
}

/** Starts a mail server that takes every mail, to whomever, and shows it instead of sending it on; and the providers of the other channels. */
export async function startMailSandbox(options: MailSandboxOptions): Promise<MailSandbox> {
  const { host = '127.0.0.1', now = Date.now, logger } = options;
  const mailbox = new Mailbox();
  const take = ({ from, to, raw }: Envelope): string | null => {
    const refusal = mailbox.refusals.take();
    if (refusal) return refusal;
    mailbox.keep({ id: randomUUID(), from, to, ...readMail(raw), receivedAt: new Date(now()).toISOString(), raw });
    return null;
  };
  const sockets = new Set<Socket>();
  const smtp = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    new SmtpSession(socket, take);
  });
  const app = fastify({ forceCloseConnections: true });
  let url = '';
  addMailRoutes(app, mailbox);
  const outbox = options.accounts && addChannelSandboxes(app, { accounts: options.accounts, mailbox, now, origin: () => url, logger });
  if (!outbox)
    app.post('/_sandbox/reset', async () => {
      mailbox.empty();
      return { mails: [] };
    });
  app.get('/', (request, reply) => {
    const { to } = request.query as { to?: string };
    return reply.type('text/html; charset=utf-8').send(outboxPage(mailbox.list(to), outbox?.list(to ? { to } : {}) ?? []));
  });
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => smtp.close(resolve));
    await app.close();
  };
  try {
    const port = await opened(smtp, host, options.smtpPort);
    ({ url } = await listen(app, { host, port: options.pagePort }));
    const smtpUrl = `smtp://${new URL(url).hostname}:${port}`;
    logger?.info({ url, smtpUrl }, 'The outbox listens');
    return { smtpUrl, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function opened(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return (server.address() as AddressInfo).port;
}
