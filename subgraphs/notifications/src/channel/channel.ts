/** Every way in which people are told something. LIVE is the subscription: nothing carries it but this domain. */
export const NOTIFICATION_CHANNELS = ['EMAIL', 'SMS', 'PUSH', 'TELEGRAM', 'LIVE'] as const;
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number];

/** The ways that somebody else carries. */
export type CarriedChannel = Exclude<NotificationChannel, 'LIVE'>;

/** One message to one person, rendered. */
export interface OutgoingMessage {
  /** The delivery's id: the same at each try, so that a provider that knows it sends nothing twice. */
  readonly key: string;
  /**
   * EMAIL: an address. SMS: a number like `+4915112345678`. TELEGRAM: the id of a chat. PUSH: what a browser's `PushSubscription` is as
   * JSON, `{ endpoint, keys: { p256dh, auth } }`, or `{ token }`, an app's at FCM.
   */
  readonly recipient: string;
  /** BCP 47, of the texts. */
  readonly locale: string;
  readonly title: string;
  /** Plain text. */
  readonly text: string;
  /** The same for channels that show it; nothing in it that came from people is unescaped. */
  readonly html?: string;
  /** Takes a POST of `List-Unsubscribe=One-Click` (RFC 8058), and shows a page to whoever opens it. Absent where nobody can opt out. */
  readonly unsubscribeUrl?: string;
  /** The page that it is about. */
  readonly actionUrl?: string;
}

/** What became of one try. An adapter throws nothing that it foresees; what is thrown all the same counts as `retry`. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly providerId?: string }
  /** Not now. `code` is stable and short, and names nobody: it is kept and logged. `afterSeconds`: what the provider asked for. */
  | { readonly kind: 'retry'; readonly code: string; readonly afterSeconds?: number }
  /** Never. `isAddressGone`: nothing will reach this recipient any more, and nothing else is tried. */
  | { readonly kind: 'permanent'; readonly code: string; readonly isAddressGone?: boolean };

/** What one channel can do: take one message to one person. */
export interface Channel {
  readonly kind: CarriedChannel;
  /** Gives up when the signal says so. */
  deliver(message: OutgoingMessage, signal: AbortSignal): Promise<DeliveryOutcome>;
}
