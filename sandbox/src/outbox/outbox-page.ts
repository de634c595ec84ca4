import type { KeptMail } from '../mail/mailbox.ts';
import type { KeptMessage } from './outbox.ts';

/** A browser shows no more than these at once. */
const SHOWN = 200;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

/** Addresses in a message can be followed, as in any mailbox. */
const withLinks = (text: string): string =>
  escaped(text).replace(/https?:\/\/[^\s<>&]+/g, (address) => `<a href="${address}" rel="noreferrer">${address}</a>`);

interface Shown {
  readonly receivedAt: string;
  readonly article: string;
}

const mail = ({ id, to, from, subject, receivedAt, text, html }: KeptMail): Shown => ({
  receivedAt,
  article: `<article><h2>${escaped(subject)}</h2><p><b>MAIL</b> to ${escaped(to.join(', '))}, from ${escaped(from)}, <time>${receivedAt}</time>${
    html ? `, <a href="/mails/${id}/html">as HTML</a>` : ''
  }</p><pre>${withLinks(text)}</pre></article>`,
});

const message = ({ channel, to, title, receivedAt, text }: KeptMessage): Shown => ({
  receivedAt,
  article: `<article>${title ? `<h2>${escaped(title)}</h2>` : ''}<p><b>${channel}</b> to ${escaped(to)}, <time>${receivedAt}</time></p><pre>${withLinks(text)}</pre></article>`,
});

/** All that was sent on this machine, the newest first. */
export function outboxPage(mails: readonly KeptMail[], messages: readonly KeptMessage[]): string {
  const all = [...mails.slice(0, SHOWN).map(mail), ...messages.slice(0, SHOWN).map(message)];
  const newest = all.sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)).slice(0, SHOWN);
  const count = mails.length + messages.length;
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Outbox</title>
<style>body{font:16px/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}article{border-top:1px solid #ccc}pre{white-space:pre-wrap}</style>
<h1>Outbox</h1><p>What was sent on this machine: ${count} messages, none of which went any further.${count > SHOWN ? ` The last ${SHOWN}:` : ''}</p>
${newest.map(({ article }) => article).join('\n')}</html>`;
}
