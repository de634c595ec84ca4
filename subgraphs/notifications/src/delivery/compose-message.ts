import type { OutgoingMessage } from '../channel/channel.ts';
import { kinds, pageOf } from '../kind/kinds.ts';
import { type notificationSettings, storefrontOf } from '../settings.ts';
import { languageOf } from '../template/languages.ts';
import { render } from '../template/render.ts';
import { unsubscribeLink } from '../unsubscribe/unsubscribe-link.ts';
import type { Due } from './claim.ts';

type Settings = ReturnType<(typeof notificationSettings)['make']>;

/** The message that a delivery is, in its reader's language. */
export function composeMessage(
  settings: Settings,
  secret: string,
  due: Pick<Due, 'id' | 'channel' | 'userId' | 'notice' | 'locale'>,
  recipient: string,
): OutgoingMessage {
  const { id, channel, userId, notice, locale } = due;
  const language = languageOf(locale ?? settings.STOA_LANGUAGE);
  const action = `${storefrontOf(settings)}${pageOf(notice)}`;
  const canOptOut = channel === 'EMAIL' && !kinds[notice.kind].security;
  const optOut = canOptOut ? { unsubscribe: unsubscribeLink(settings.STOA_PUBLIC_URL, secret, userId, notice.kind) } : {};
  const { title, body, text, html } = render(language, notice, { action, ...optOut });
  const facts = { key: id, recipient, locale: language.locale, title, actionUrl: action };
  if (channel !== 'EMAIL') return { ...facts, text: body };
  return { ...facts, text, html, ...(optOut.unsubscribe && { unsubscribeUrl: optOut.unsubscribe }) };
}
