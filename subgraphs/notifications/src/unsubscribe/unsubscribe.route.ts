import { type RouteResponse, route } from '@stoa/kit/subgraph';
import type { DomainContext } from '@stoa/kit/use-case';
import { savePreference } from '../preference/save-preference.ts';
import { notificationSettings } from '../settings.ts';
import { languageOf } from '../template/languages.ts';
import { escapeHtml } from '../template/render.ts';
import type { Language } from '../template/words.ts';
import { readUnsubscribeLink, readUnsubscribeSecret, UNSUBSCRIBE_PATH } from './unsubscribe-link.ts';

/** Opening the link asks first: whoever scans mail for viruses opens all links in it. */
export const unsubscribePageRoute = route('GET', UNSUBSCRIBE_PATH, async (context, { query }) => {
  const { language, link } = await read(context, query);
  if (!link) return page(400, language, `<p>${escapeHtml(language.page.badLink)}</p>`);
  return page(
    200,
    language,
    `<form method="post"><p>${escapeHtml(language.page.question)}</p><button>${escapeHtml(language.page.button)}</button></form>`,
  );
});

/** One click, by the page or by the reader's mail program (RFC 8058). To ask twice is to ask once. */
export const unsubscribeRoute = route('POST', UNSUBSCRIBE_PATH, async (context, { query }) => {
  const { language, link } = await read(context, query);
  if (!link) return page(400, language, `<p>${escapeHtml(language.page.badLink)}</p>`);
  await savePreference(context, { userId: link.userId, channel: 'EMAIL', kind: link.kind, enabled: false });
  return page(200, language, `<p>${escapeHtml(language.page.done)}</p>`);
});

async function read(context: DomainContext, query: URLSearchParams) {
  const link = readUnsubscribeLink(await readUnsubscribeSecret(context), query);
  const [recipient] = link
    ? await context.sql.query<{ locale: string | null }>('select locale from recipient where user_id = $1', [link.userId])
    : [];
  return { link, language: languageOf(recipient?.locale ?? context.use(notificationSettings).STOA_LANGUAGE) };
}

const page = (status: number, { locale }: Language, body: string): RouteResponse => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  },
  body: `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Stoa</title><body>${body}</body></html>\n`,
});
