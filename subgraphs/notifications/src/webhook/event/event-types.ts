/** What partners may be told of, by the names that they know, and in one sentence what it means. Names and meanings stay: what means something else gets another name. */
export const eventTypes = {
  'order.confirmed': 'An order is paid: a seller is told of their own lines.',
  'order.cancelled': 'An order ended. Sellers hear of the goods that they need not send, by `shipment.items_cancelled`.',
  'payment.captured': 'The provider took the money for an order.',
  'refund.succeeded': 'Money went back to a buyer; to a seller it says how much of it was theirs.',
  'refund.failed': 'The provider would not give money back.',
  'dispute.updated': 'A buyer’s bank contests a payment, or has decided.',
  'shipment.shipped': 'A parcel was handed to its carrier.',
  'shipment.delivered': 'A parcel arrived.',
  'shipment.items_cancelled': 'Goods that were to be sent will not be.',
  'return.updated': 'A buyer wants to give goods back, or what became of that.',
  'product.created': 'A product was listed.',
  'product.updated': 'A product, its state or one of its prices is another.',
  'product.archived': 'A product was taken off the shelves.',
  'stock.low': 'What is left of a variant fell to the threshold of its seller.',
  'stock.availability_changed': 'A variant of which none could be had can be had again, or the reverse.',
  'review.published': 'Everybody sees a review from now on.',
  'review.updated': 'A review has another rating or text.',
  'review.hidden': 'A review is seen no more.',
  'enrollment.started': 'Somebody was enrolled in a course.',
  'enrollment.completed': 'Somebody has completed a course.',
  'payout.paid': 'A payout is on its way to the seller’s bank.',
  'payout.failed': 'A payout failed; the money is the seller’s still.',
  'seller.status_changed': 'A seller may sell from now on, or not any more.',
} as const;

export type EventType = keyof typeof eventTypes;

export const EVENT_TYPES = Object.keys(eventTypes) as EventType[];

/** Of what is everybody's in an order, and nobody's alone, sellers are not told. */
export const FOR_THE_PLATFORM: readonly EventType[] = ['order.cancelled', 'payment.captured', 'refund.failed'];

/** What somebody sends themselves to try an endpoint. Nobody subscribes to it. */
export const TEST_TYPE = 'webhook.test';

/** The types that a seller's endpoint may have, or one of the platform's. */
export const typesFor = (owner: { readonly sellerId: string | null }): readonly EventType[] =>
  owner.sellerId === null ? EVENT_TYPES : EVENT_TYPES.filter((type) => !FOR_THE_PLATFORM.includes(type));
