import type { Books } from './books.ts';

export interface OrderFacts {
  readonly id: string;
  readonly cartId: string;
  readonly status: string;
  readonly provisional: boolean;
  readonly paymentId: string | null;
  readonly totalMinor: number;
  readonly currency: string;
  readonly split: string;
  readonly saga: string;
  /** What needs a parcel: ids of lines, and `variant:quantity` of each, in one order. */
  readonly items: readonly string[];
  readonly goods: readonly string[];
  /** Each line's `variant:quantity:amount:currency`, in one order. */
  readonly lines: readonly string[];
  /** Sellers who send one, in order. */
  readonly sellers: readonly string[];
  /** Lines of which it has heard that all has gone back. */
  readonly refundedLines: readonly string[];
}

export interface PaymentFacts {
  readonly id: string;
  readonly orderId: string;
  readonly status: string;
  readonly providerPaymentId: string | null;
  readonly amountMinor: number;
  readonly refundedMinor: number;
  /** What its buyer's bank took back and keeps. */
  readonly lostMinor: number;
  /** Its provider refuses to give back the rest, since a bank keeps some of it: a person has to find another way to its buyer. */
  readonly restRefused: boolean;
  readonly currency: string;
  readonly split: string;
  /** Lines of which all has gone back, those that cost nothing among them. */
  readonly refundedItems: readonly string[];
  /** Lines that cost their buyer nothing. */
  readonly freeItems: readonly string[];
}

export interface DisputeFacts {
  readonly id: string;
  readonly status: string;
  /** Whether the bank ever kept the money. */
  readonly wasLost: boolean;
  /** What of the payment was at stake, as `amount currency`. */
  readonly atStake: string;
}

export interface PostingFacts {
  readonly kind: string;
  readonly reference: string;
  readonly currency: string;
  /** What it moved between buyers and us, whichever way. */
  readonly buyerMinor: number;
}

export interface ReservationFacts {
  readonly orderId: string;
  readonly status: string;
  readonly lines: readonly string[];
}

export interface ParcelFacts {
  readonly id: string;
  readonly orderId: string;
  readonly sellerId: string;
  readonly status: string;
  readonly provisional: boolean;
  /** The order's lines that are in it. */
  readonly items: readonly string[];
}

export interface CheckoutFacts {
  readonly orderId: string;
  readonly cartId: string;
  readonly status: string;
  readonly paymentId: string | null;
  readonly cartStatus: string;
  /** What was asked for, as an order's lines. */
  readonly lines: readonly string[];
}

/** A line that gives its buyer something for as long as it is paid; `whose` is buyer and product. */
export interface EntitledLine {
  readonly orderItemId: string;
  readonly whose: string;
}

/** The same, as the domain that gives it knows it. */
export interface GivenLine extends EntitledLine {
  readonly paid: boolean;
}

/** What each domain knows of the purchases. */
export interface Purchases {
  readonly orders: readonly OrderFacts[];
  readonly payments: readonly PaymentFacts[];
  readonly refunds: readonly { readonly id: string; readonly paymentId: string; readonly status: string; readonly amountMinor: number }[];
  readonly disputes: readonly DisputeFacts[];
  readonly postings: readonly PostingFacts[];
  readonly reservations: readonly ReservationFacts[];
  readonly parcels: readonly ParcelFacts[];
  /** Parcels that orders takes for handed over to a carrier, or more. */
  readonly leftParcels: readonly { readonly shipmentId: string; readonly orderId: string }[];
  readonly checkouts: readonly CheckoutFacts[];
  /** Every price that catalog has told, as `variant:amount:currency`. */
  readonly offers: readonly { readonly offer: string }[];
  /** Guests' carts that have gone into an account's. */
  readonly mergedCarts: readonly { readonly cartId: string }[];
  /** Carts that hold stock for themselves. */
  readonly holdingCarts: readonly { readonly cartId: string }[];
  /** Digital lines of orders that were confirmed, and what media lets be downloaded, or did until it ended. */
  readonly digitalLines: readonly EntitledLine[];
  readonly downloads: readonly GivenLine[];
  /** Lines of courses in orders that were confirmed, and what learning has of them. */
  readonly courseLines: readonly EntitledLine[];
  readonly learntLines: readonly GivenLine[];
  /** The videos that lectures show, and those that media keeps for lectures; both by `lecture file`. */
  readonly shownVideos: readonly string[];
  readonly keptVideos: readonly string[];
  readonly lectureIds: readonly string[];
  /** What sellers were paid. */
  readonly paidOut: readonly { readonly currency: string; readonly minor: number }[];
}

const ORDERS = `select o.id, o.cart_id as "cartId", o.status, o.provisional, o.payment_id as "paymentId", o.total_amount_minor::float8 as "totalMinor",
  o.total_currency as currency, o.split::text as split, s.state as saga,
  array(select i.id::text from order_item i where i.order_id = o.id and i.kind = 'PHYSICAL' order by i.id) as items,
  array(select i.variant_id || ':' || i.quantity from order_item i where i.order_id = o.id and i.kind = 'PHYSICAL' order by i.id) as goods,
  array(select i.variant_id || ':' || i.quantity || ':' || i.unit_price_amount_minor || ':' || i.unit_price_currency
    from order_item i where i.order_id = o.id order by 1) as lines,
  array(select distinct i.seller_id::text from order_item i where i.order_id = o.id and i.kind = 'PHYSICAL' order by 1) as sellers,
  array(select i.id::text from order_item i where i.order_id = o.id and i.refunded) as "refundedLines"
from orders o join checkout_saga s on s.id = o.id`;

const PAYMENTS = `select id, order_id as "orderId", status, provider_payment_id as "providerPaymentId", amount_amount_minor::float8 as "amountMinor",
  refunded_minor::float8 as "refundedMinor", lost_minor::float8 as "lostMinor", amount_currency as currency, split::text as split,
  exists (select from dispute d join refund r on r.payment_id = d.payment_id join owed_refund o on o.payment_id = d.payment_id and r.request_key like o.request_key || '%'
    where d.payment_id = payment.id and d.status = 'LOST' and r.status = 'FAILED' and r.created_at >= d.lost_at) as "restRefused",
  array(select line ->> 'orderItemId' from jsonb_array_elements(lines) line where (line ->> 'worthMinor')::bigint = (
    select coalesce(sum((gone ->> 'amountMinor')::bigint), 0) from (
      select lines from refund where payment_id = payment.id and status = 'SUCCEEDED'
      union all select lines from dispute where payment_id = payment.id and status = 'LOST') back, jsonb_array_elements(back.lines) gone
    where gone -> 'orderItemId' = line -> 'orderItemId')) as "refundedItems",
  array(select line ->> 'orderItemId' from jsonb_array_elements(lines) line where (line ->> 'worthMinor')::bigint = 0) as "freeItems"
from payment`;

const REFUNDS = `select id, payment_id as "paymentId", status, amount_amount_minor::float8 as "amountMinor" from refund`;

const DISPUTES = `select d.id, d.status, d.lost_at is not null as "wasLost",
  coalesce((select sum((line ->> 'amountMinor')::bigint) from jsonb_array_elements(d.lines) line), 0) || ' ' || p.amount_currency as "atStake"
from dispute d join payment p on p.id = d.payment_id`;

/** What the platform had paid for its buyer goes back without the buyer: such a refund is posted, and nothing of it is the buyer's. */
const POSTINGS = `select t.kind, t.reference, e.currency, coalesce(sum(e.amount_minor) filter (where buyers), 0)::float8 as "buyerMinor"
from ledger_transaction t join ledger_entry e on e.transaction_id = t.id join ledger_account a on a.id = e.account_id
  cross join lateral (select a.code = 'BUYER_EXTERNAL'
    and e.direction = case when t.kind in ('CAPTURE', 'DISPUTE_REVERSED') then 'DEBIT' else 'CREDIT' end as buyers) whose
group by t.kind, t.reference, e.currency having t.kind = 'REFUND' or bool_or(buyers)`;

const RESERVATIONS = `select r.order_id as "orderId", r.status,
  array(select l.variant_id || ':' || l.quantity from reservation_line l where l.reservation_id = r.id and l.quantity > 0 order by 1) as lines
from reservation r where r.order_id is not null`;

const PARCELS = `select id, order_id as "orderId", seller_id as "sellerId", status, provisional,
  array(select item.order_item_id::text from shipment_item item where item.shipment_id = shipment.id) as items
from shipment order by order_id, seller_id::text`;

const LEFT_PARCELS = `select shipment_id as "shipmentId", order_id as "orderId" from known_shipment
where status in ('SHIPPED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED')`;

const PAID_OUT = `select amount_currency as currency, sum(amount_amount_minor)::float8 as minor from payout where status = 'PAID' group by 1`;

const DOWNLOADS = `select order_item_id as "orderItemId", buyer_id || ' ' || product_id as whose, ended_at is null as paid
from entitlement where granted_at is not null`;

const OFFERS = `select distinct concat_ws(':', variant ->> 'variantId', variant -> 'price' ->> 'amountMinor', variant -> 'price' ->> 'currency') as offer
from outbox, jsonb_array_elements(payload -> 'variants') variant where name in ('catalog.product.created', 'catalog.product.updated')
union
select concat_ws(':', variant ->> 'variantId', price ->> 'amountMinor', price ->> 'currency')
from outbox, jsonb_array_elements(payload -> 'variants') variant, jsonb_array_elements(variant -> 'prices') price where name = 'catalog.product.offered'`;

const MERGED_CARTS = `select cart_id as "cartId" from cart_merge`;

const HOLDING_CARTS = `select cart_id as "cartId" from reservation where status = 'SOFT'`;

const confirmedLines = (
  kind: 'COURSE' | 'DIGITAL',
): string => `select i.id as "orderItemId", o.buyer_id || ' ' || i.product_id as whose from order_item i join orders o on o.id = i.order_id
where i.kind = '${kind}' and o.confirmed_at is not null`;
const COURSE_LINES = confirmedLines('COURSE');
const DIGITAL_LINES = confirmedLines('DIGITAL');

const LEARNT_LINES = `select order_item_id as "orderItemId", student_id || ' ' || course_id as whose, refunded_at is null as paid
from paid_line where paid_at is not null`;

const LECTURES = `select id, id || ' ' || file_id as video from lecture`;

const KEPT_VIDEOS = `select v.lecture_id || ' ' || v.file_id as video from video v join media_file f on f.id = v.file_id
where v.lecture_id is not null and (f.unused_since is null or f.status = 'FAILED')`;

const CHECKOUTS = `select k.order_id as "orderId", k.cart_id as "cartId", k.status, k.payment_id as "paymentId", c.status as "cartStatus",
  array(select concat_ws(':', line ->> 'variantId', line ->> 'quantity', line -> 'unitPrice' ->> 'amountMinor', line -> 'unitPrice' ->> 'currency')
    from jsonb_array_elements(k.request -> 'lines') line order by 1) as lines
from checkout k join cart c on c.id = k.cart_id`;

export async function readPurchases({ rows }: Books): Promise<Purchases> {
  const [orders, payments, refunds, disputes, postings, reservations, parcels, checkouts, offers, paidOut] = await Promise.all([
    rows<OrderFacts>('orders', ORDERS),
    rows<PaymentFacts>('payments', PAYMENTS),
    rows<Purchases['refunds'][number]>('payments', REFUNDS),
    rows<DisputeFacts>('payments', DISPUTES),
    rows<PostingFacts>('ledger', POSTINGS),
    rows<ReservationFacts>('inventory', RESERVATIONS),
    rows<ParcelFacts>('fulfillment', PARCELS),
    rows<CheckoutFacts>('cart', CHECKOUTS),
    rows<Purchases['offers'][number]>('catalog', OFFERS),
    rows<Purchases['paidOut'][number]>('ledger', PAID_OUT),
  ]);
  return {
    orders,
    payments,
    refunds,
    disputes,
    postings,
    reservations,
    parcels,
    leftParcels: await rows<Purchases['leftParcels'][number]>('orders', LEFT_PARCELS),
    checkouts,
    offers,
    paidOut,
    ...(await readMerges({ rows })),
    ...(await readEntitlements({ rows })),
    ...(await readVideos({ rows })),
  };
}

async function readMerges({ rows }: Pick<Books, 'rows'>): Promise<Pick<Purchases, 'mergedCarts' | 'holdingCarts'>> {
  const [mergedCarts, holdingCarts] = await Promise.all([
    rows<Purchases['mergedCarts'][number]>('cart', MERGED_CARTS),
    rows<Purchases['holdingCarts'][number]>('inventory', HOLDING_CARTS),
  ]);
  return { mergedCarts, holdingCarts };
}

type Entitlements = Pick<Purchases, 'courseLines' | 'learntLines' | 'digitalLines' | 'downloads'>;

async function readEntitlements({ rows }: Pick<Books, 'rows'>): Promise<Entitlements> {
  const [courseLines, learntLines, digitalLines, downloads] = await Promise.all([
    rows<EntitledLine>('orders', COURSE_LINES),
    rows<GivenLine>('learning', LEARNT_LINES),
    rows<EntitledLine>('orders', DIGITAL_LINES),
    rows<GivenLine>('media', DOWNLOADS),
  ]);
  return { courseLines, learntLines, digitalLines, downloads };
}

async function readVideos({ rows }: Pick<Books, 'rows'>): Promise<Pick<Purchases, 'shownVideos' | 'keptVideos' | 'lectureIds'>> {
  const [lectures, kept] = await Promise.all([
    rows<{ id: string; video: string | null }>('learning', LECTURES),
    rows<{ video: string }>('media', KEPT_VIDEOS),
  ]);
  return {
    ...{ lectureIds: lectures.map(({ id }) => id), keptVideos: kept.map(({ video }) => video) },
    shownVideos: lectures.flatMap(({ video }) => video ?? []),
  };
}

/** What the page says of where these facts come from. */
export const purchaseFactsSql: Readonly<Record<string, { readonly domain: string; readonly sql: string }>> = {
  orders: { domain: 'orders', sql: ORDERS },
  payments: { domain: 'payments', sql: PAYMENTS },
  refunds: { domain: 'payments', sql: REFUNDS },
  disputes: { domain: 'payments', sql: DISPUTES },
  postings: { domain: 'ledger', sql: POSTINGS },
  reservations: { domain: 'inventory', sql: RESERVATIONS },
  parcels: { domain: 'fulfillment', sql: PARCELS },
  'parcels that have left': { domain: 'orders', sql: LEFT_PARCELS },
  checkouts: { domain: 'cart', sql: CHECKOUTS },
  offers: { domain: 'catalog', sql: OFFERS },
  'merged carts': { domain: 'cart', sql: MERGED_CARTS },
  'carts that hold stock': { domain: 'inventory', sql: HOLDING_CARTS },
  payouts: { domain: 'ledger', sql: PAID_OUT },
  'digital lines': { domain: 'orders', sql: DIGITAL_LINES },
  downloads: { domain: 'media', sql: DOWNLOADS },
  'lines of courses': { domain: 'orders', sql: COURSE_LINES },
  'lines that are learnt': { domain: 'learning', sql: LEARNT_LINES },
  'lectures and their videos': { domain: 'learning', sql: LECTURES },
  'videos that are kept': { domain: 'media', sql: KEPT_VIDEOS },
};
