import type { CarriedChannel } from './channel.ts';

/** What a provider tells us after it has taken a message, or of an address. */
export type ChannelNews =
  /** It has the message. This also says so where the answer that told us first was lost. */
  | { readonly kind: 'taken'; readonly key: string; readonly providerId: string }
  /** It could not bring it. */
  | { readonly kind: 'failed'; readonly key: string; readonly code: string }
  /** Nothing more is to be sent to this address: it is nobody's, or its owner does not want to hear from us. */
  | { readonly kind: 'ended'; readonly channel: CarriedChannel; readonly recipient: string; readonly code: string };
