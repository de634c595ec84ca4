import type { Environment } from '@stoa/kit/subgraph';
import { askProvider, GONE, notNow, type ProviderAnswer, REFUSED, SILENT } from '../ask-provider.ts';
import type { DeliveryOutcome, OutgoingMessage } from '../channel.ts';
import { shorten } from '../shorten.ts';
import { isPushService, type PushRecipient } from './push-recipient.ts';
import { webPushOf } from './web-push-settings.ts';

type Browser = Extract<PushRecipient, { endpoint: string }>;
type SendToBrowser = (browser: Browser, message: OutgoingMessage, signal: AbortSignal) => Promise<DeliveryOutcome>;

/** A push service keeps a message for so long for a browser that is closed. */
const KEPT_SECONDS = 24 * 3_600;
/** A service takes 4,096 bytes, of which the cipher has some, and no character has more than four. */
const LONGEST_TEXT = 700;
const LONGEST_TITLE = 150;

/** Encrypts a message for one browser and hands it to its push service; null where no keys are set. */
export function webPushSender(environment: Environment): SendToBrowser | null {
  const webPush = webPushOf(environment);
  if (!webPush) return null;
  const { publicKey, privateKey, subject, services } = webPush;
  return async (browser, message, signal) => {
    if (!isPushService(browser.endpoint, services)) return { kind: 'permanent', code: 'PUSH_SERVICE_UNKNOWN', isAddressGone: true };
    const { default: library } = await import('web-push');
    const { headers, body } = library.generateRequestDetails(browser, payloadOf(message), {
      vapidDetails: { subject, publicKey, privateKey },
      TTL: KEPT_SECONDS,
      contentEncoding: 'aes128gcm',
      // While a message waits for its browser, the same one again takes its place.
      topic: message.key.replaceAll('-', ''),
    });
    // How long it is, fetch says by itself.
    const { 'Content-Length': _length, ...given } = headers as Record<string, string | number>;
    const texts = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
    const answer = await askProvider(browser.endpoint, { headers: texts, body: new Uint8Array(body as Buffer) }, signal);
    return answer ? outcomeOf(answer) : SILENT;
  };
}

/** What the page's service worker shows; a browser that has a message of this tag shows it once. */
const payloadOf = ({ title, text, key, actionUrl, locale }: OutgoingMessage): string =>
  JSON.stringify({ title: shorten(title, LONGEST_TITLE), body: shorten(text, LONGEST_TEXT), tag: key, lang: locale, url: actionUrl });

function outcomeOf(answer: ProviderAnswer): DeliveryOutcome {
  const { status, headers } = answer;
  const location = headers.get('location');
  if (status >= 200 && status < 300) return { kind: 'delivered', ...(location && { providerId: location.slice(-200) }) };
  if (status === 404 || status === 410) return GONE;
  return status === 400 || status === 413 ? REFUSED : notNow(answer);
}
