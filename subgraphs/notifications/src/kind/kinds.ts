import type { CarriedChannel, NotificationChannel } from '../channel/channel.ts';

export interface Amount {
  readonly amountMinor: number;
  readonly currency: string;
}

/** What is kept of each kind of notification: ids, amounts and states, as events say them, and never who somebody is. */
export interface KindData {
  ORDER_CONFIRMED: { readonly orderId: string; readonly total: Amount };
  ORDER_CANCELLED: {
    readonly orderId: string;
    readonly reason: 'UNPAID' | 'OUT_OF_STOCK' | 'REQUESTED' | 'REFUNDED';
    readonly paid: boolean;
  };
  PAYMENT_RECEIVED: { readonly orderId: string; readonly amount: Amount };
  PAYMENT_FAILED: { readonly orderId: string };
  REFUND_MADE: { readonly orderId: string; readonly amount: Amount };
  SHIPMENT_SENT: { readonly orderId: string; readonly shipmentId: string };
  SHIPMENT_DELIVERED: { readonly orderId: string; readonly shipmentId: string };
  RETURN_ANSWERED: { readonly orderId: string; readonly status: 'APPROVED' | 'REJECTED' | 'RECEIVED' };
  ENROLLED: { readonly productId: string; readonly courseId: string };
  COURSE_COMPLETED: { readonly productId: string; readonly courseId: string };
  DOWNLOAD_UPDATED: { readonly productId: string };
  REVIEW_REPLIED: { readonly productId: string };
  ORDER_RECEIVED: { readonly orderId: string; readonly toShip: boolean };
  SHIPMENT_STOPPED: { readonly orderId: string };
  RETURN_REQUESTED: { readonly orderId: string };
  STOCK_LOW: { readonly variantId: string; readonly available: number };
  REVIEW_RECEIVED: { readonly productId: string; readonly rating: number };
  PAYOUT_PAID: { readonly amount: Amount };
  PAYOUT_FAILED: { readonly amount: Amount };
  PAYMENT_DISPUTED: { readonly orderId: string; readonly amount: Amount; readonly status: 'INQUIRY' | 'OPEN' | 'WON' | 'LOST' };
  SELLER_STATUS_CHANGED: { readonly status: 'APPROVED' | 'REJECTED' | 'SUSPENDED' };
  WEBHOOK_DISABLED: { readonly endpointId: string; readonly reason: 'GONE' | 'FAILING' };
  VIDEO_READY: { readonly fileId: string };
  VIDEO_FAILED: { readonly fileId: string };
  ACCOUNT_OPENED: Record<string, never>;
  PASSWORD_CHANGED: Record<string, never>;
  PHONE_ADDED: Record<string, never>;
  STAFF_ACTING: Record<string, never>;
  ACCOUNT_SUSPENDED: Record<string, never>;
  ACCOUNT_REINSTATED: Record<string, never>;
  /** What a digest sums up. */
  DIGEST: { readonly items: readonly KeptNotice[] };
}

export type Kind = keyof KindData;

/** What other domains call the things that a notification is about, asked of them once. */
export interface Names {
  /** The number by which people know the order. */
  readonly order?: string;
  /** What is in it, `2 × Blue mug`. */
  readonly items?: readonly string[];
  readonly product?: string;
}

/** A notification as it is kept: enough to say it in any language. */
export type KeptNotice = { [K in Kind]: { readonly kind: K; readonly data: KindData[K]; readonly names: Names } }[Kind];

interface KindRules<K extends Kind> {
  /** Nobody can switch its mails off: whoever took an account over would. */
  readonly security?: true;
  /** May wait for a daily summary, where somebody wants one. */
  readonly digest?: true;
  /** Ways by which it never goes. */
  readonly notBy?: readonly NotificationChannel[];
  /** The storefront's page that it is about. */
  readonly page: (data: KindData[K]) => string;
}

const order = ({ orderId }: { orderId: string }): string => `/orders/${orderId}`;
const sale = ({ orderId }: { orderId: string }): string => `/seller/orders/${orderId}`;
const product = ({ productId }: { productId: string }): string => `/products/${productId}`;
const course = ({ courseId }: { courseId: string }): string => `/courses/${courseId}`;
const account = (): string => '/account';

/** By mail, identity says it itself: those mails carry links that must stand in no event. */
const MAILED_BY_IDENTITY = ['EMAIL'] as const;

/** Every kind of notification, and how it may be told. */
export const kinds: { readonly [K in Kind]: KindRules<K> } = {
  ORDER_CONFIRMED: { page: order },
  ORDER_CANCELLED: { page: order },
  PAYMENT_RECEIVED: { page: order },
  PAYMENT_FAILED: { page: order },
  REFUND_MADE: { page: order },
  SHIPMENT_SENT: { page: order },
  SHIPMENT_DELIVERED: { page: order },
  RETURN_ANSWERED: { page: order },
  ENROLLED: { page: course },
  COURSE_COMPLETED: { page: course },
  DOWNLOAD_UPDATED: { digest: true, page: product },
  REVIEW_REPLIED: { digest: true, page: product },
  ORDER_RECEIVED: { digest: true, page: sale },
  SHIPMENT_STOPPED: { page: sale },
  RETURN_REQUESTED: { page: sale },
  STOCK_LOW: { digest: true, page: () => '/seller/stock' },
  REVIEW_RECEIVED: { digest: true, page: product },
  PAYOUT_PAID: { digest: true, page: () => '/seller/payouts' },
  PAYOUT_FAILED: { page: () => '/seller/payouts' },
  PAYMENT_DISPUTED: { page: sale },
  SELLER_STATUS_CHANGED: { page: account },
  WEBHOOK_DISABLED: { page: () => '/seller/webhooks' },
  VIDEO_READY: { digest: true, page: () => '/seller/files' },
  VIDEO_FAILED: { page: () => '/seller/files' },
  ACCOUNT_OPENED: { security: true, notBy: MAILED_BY_IDENTITY, page: account },
  PASSWORD_CHANGED: { security: true, notBy: MAILED_BY_IDENTITY, page: account },
  /** The page has the list of sessions, in which it can be ended. */
  STAFF_ACTING: { security: true, page: account },
  PHONE_ADDED: { security: true, page: account },
  ACCOUNT_SUSPENDED: { security: true, page: account },
  ACCOUNT_REINSTATED: { security: true, page: account },
  DIGEST: { notBy: ['SMS', 'PUSH', 'TELEGRAM', 'LIVE'], page: () => '/account/notifications' },
};

export const KINDS = Object.keys(kinds) as Kind[];

export const isKind = (text: string): text is Kind => Object.hasOwn(kinds, text);

export const pageOf = ({ kind, data }: Pick<KeptNotice, 'kind' | 'data'>): string => (kinds[kind].page as (data: unknown) => string)(data);

/** A message costs money or wakes people, so it goes by SMS only where somebody asked for it. */
export const OFF_UNLESS_WANTED: readonly CarriedChannel[] = ['SMS'];
