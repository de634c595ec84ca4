import type { Person } from '../support/people.ts';
import type { World } from './world.ts';

export interface Probe {
  readonly field: string;
  readonly what: string;
  /** With `$id`, which is all that tells the thing. */
  readonly document: string;
  readonly idOf: (world: World) => string;
  readonly owner: (world: World) => Person;
  /** People with a part in it who may not see this all the same. */
  readonly alsoStrangers?: (world: World) => Readonly<Record<string, Person>>;
}

export const buyer = ({ buyer: person }: World): Person => person;
const guest = ({ guest: person }: World): Person => person;
export const seller = ({ seller: person }: World): Person => person;
export const theSeller = ({ seller: person }: World) => ({ 'the seller of it': person });

const ORDER =
  '{ id number status total { amountMinor } items { name } payment { id status } shipments { id } buyer { id email } timeline { to } }';

export const QUERIES: readonly Probe[] = [
  {
    field: 'order',
    what: 'order by id',
    document: `query ($id: ID!) { order(id: $id) ${ORDER} }`,
    idOf: (w) => w.bought.order.id,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'order',
    what: 'order by number',
    document: `query ($id: String!) { order(number: $id) ${ORDER} }`,
    idOf: (w) => w.bought.order.number,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'payment',
    what: 'payment',
    document: 'query ($id: ID!) { payment(id: $id) { id status amount { amountMinor } clientSecret order { id number } refunds { id } } }',
    idOf: (w) => w.bought.payment.id,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'shipment',
    what: 'shipment',
    document: 'query ($id: ID!) { shipment(id: $id) { id status orderNumber shippingAddress { line1 } items { name } order { id } } }',
    idOf: (w) => w.shipmentId,
    owner: seller,
  },
  {
    field: 'cart',
    what: 'cart',
    document: 'query ($id: ID!) { cart(id: $id) { id status items { id quantity } total { amountMinor } } }',
    idOf: (w) => w.cartId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'cart',
    what: "guest's cart",
    document: 'query ($id: ID!) { cart(id: $id) { id status items { id quantity } total { amountMinor } } }',
    idOf: (w) => w.guestCartId,
    owner: guest,
    alsoStrangers: theSeller,
  },
  {
    field: 'product',
    what: 'draft by id',
    document: 'query ($id: ID!) { product(id: $id) { id name variants { id sku availability { available } stock { total } } } }',
    idOf: (w) => w.draft.productId,
    owner: seller,
  },
  {
    field: 'product',
    what: 'draft by slug',
    document: 'query ($id: String!) { product(slug: $id) { id name price { amountMinor } } }',
    idOf: (w) => w.draftSlug,
    owner: seller,
  },
];

export const MUTATIONS: readonly Probe[] = [
  {
    field: 'verifyPayment',
    what: 'payment',
    document: 'mutation ($id: ID!) { verifyPayment(input: { paymentId: $id }) { id status } }',
    idOf: (w) => w.bought.payment.id,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'refundPayment',
    what: 'payment',
    document: 'mutation ($id: ID!) { refundPayment(input: { paymentId: $id, idempotencyKey: "mine" }) { id } }',
    idOf: (w) => w.bought.payment.id,
    owner: seller,
  },
  {
    field: 'cancelOrder',
    what: 'order',
    document: 'mutation ($id: ID!) { cancelOrder(id: $id) { id status } }',
    idOf: (w) => w.bought.order.id,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'cancelShipment',
    what: 'shipment',
    document: 'mutation ($id: ID!) { cancelShipment(id: $id) { id status } }',
    idOf: (w) => w.shipmentId,
    owner: seller,
  },
  {
    field: 'reorder',
    what: 'order',
    document: 'mutation ($id: ID!) { reorder(orderId: $id) { id } }',
    idOf: (w) => w.bought.order.id,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'updateCartItem',
    what: 'cart line',
    document: 'mutation ($id: ID!) { updateCartItem(itemId: $id, quantity: 1) { id } }',
    idOf: (w) => w.cartItemId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'removeFromCart',
    what: 'cart line',
    document: 'mutation ($id: ID!) { removeFromCart(itemId: $id) { id } }',
    idOf: (w) => w.cartItemId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'updateCartItem',
    what: "guest's cart line",
    document: 'mutation ($id: ID!) { updateCartItem(itemId: $id, quantity: 1) { id } }',
    idOf: (w) => w.guestCartItemId,
    owner: guest,
    alsoStrangers: theSeller,
  },
  {
    field: 'removeFromCart',
    what: "guest's cart line",
    document: 'mutation ($id: ID!) { removeFromCart(itemId: $id) { id } }',
    idOf: (w) => w.guestCartItemId,
    owner: guest,
    alsoStrangers: theSeller,
  },
  {
    field: 'removeAddress',
    what: 'address',
    document: 'mutation ($id: ID!) { removeAddress(id: $id) }',
    idOf: (w) => w.addressId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'checkout',
    what: 'address',
    document: 'mutation ($id: ID!) { checkout(input: { idempotencyKey: "theirs", shippingAddressId: $id }) { order { id } } }',
    idOf: (w) => w.addressId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'processShipment',
    what: 'shipment',
    document: 'mutation ($id: ID!) { processShipment(id: $id) { id } }',
    idOf: (w) => w.shipmentId,
    owner: seller,
  },
  {
    field: 'shipShipment',
    what: 'shipment',
    document: 'mutation ($id: ID!) { shipShipment(id: $id, input: { carrier: "UPS", trackingNumber: "1Z" }) { id } }',
    idOf: (w) => w.shipmentId,
    owner: seller,
  },
  {
    field: 'confirmDelivery',
    what: 'shipment',
    document: 'mutation ($id: ID!) { confirmDelivery(id: $id) { id } }',
    idOf: (w) => w.shipmentId,
    owner: seller,
  },
  {
    field: 'requestReturn',
    what: 'shipment',
    document:
      'mutation ($id: ID!) { requestReturn(input: { shipmentId: $id, items: [{ orderItemId: "00000000-0000-7000-8000-000000000000", quantity: 1 }], reason: "mine" }) { id } }',
    idOf: (w) => w.shipmentId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'cancelReturn',
    what: 'return',
    document: 'mutation ($id: ID!) { cancelReturn(id: $id) { id status } }',
    idOf: (w) => w.returnId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'sendReturn',
    what: 'return',
    document: 'mutation ($id: ID!) { sendReturn(id: $id) { id status } }',
    idOf: (w) => w.returnId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'approveReturn',
    what: 'return',
    document: 'mutation ($id: ID!) { approveReturn(id: $id) { id status } }',
    idOf: (w) => w.returnId,
    owner: seller,
  },
  {
    field: 'rejectReturn',
    what: 'return',
    document: 'mutation ($id: ID!) { rejectReturn(id: $id, reason: "no") { id status } }',
    idOf: (w) => w.returnId,
    owner: seller,
  },
  {
    field: 'receiveReturn',
    what: 'return',
    document: 'mutation ($id: ID!) { receiveReturn(id: $id) { id status } }',
    idOf: (w) => w.returnId,
    owner: seller,
  },
  {
    field: 'updateProduct',
    what: 'draft',
    document: 'mutation ($id: ID!) { updateProduct(id: $id, input: { name: "Mine" }) { id } }',
    idOf: (w) => w.draft.productId,
    owner: seller,
  },
  {
    field: 'updateProduct',
    what: 'product on sale',
    document: 'mutation ($id: ID!) { updateProduct(id: $id, input: { name: "Mine" }) { id } }',
    idOf: (w) => w.onSale.productId,
    owner: seller,
  },
  {
    field: 'archiveProduct',
    what: 'product on sale',
    document: 'mutation ($id: ID!) { archiveProduct(id: $id) { id } }',
    idOf: (w) => w.onSale.productId,
    owner: seller,
  },
  {
    field: 'setStock',
    what: 'stock',
    document: 'mutation ($id: ID!) { setStock(variantId: $id, total: 7) { total } }',
    idOf: (w) => w.onSale.variantId,
    owner: seller,
  },
  {
    field: 'setStock',
    what: "draft's stock",
    document: 'mutation ($id: ID!) { setStock(variantId: $id, total: 7) { total } }',
    idOf: (w) => w.draft.variantId,
    owner: seller,
  },
  {
    field: 'addToCart',
    what: 'draft',
    document: 'mutation ($id: ID!) { addToCart(input: { variantId: $id }) { id } }',
    idOf: (w) => w.draft.variantId,
    owner: seller,
  },
  {
    field: 'updateShippingMethod',
    what: 'shipping method',
    document:
      'mutation ($id: ID!) { updateShippingMethod(id: $id, input: { name: "Mine", price: { amountMinor: 1, currency: "USD" } }) { id } }',
    idOf: (w) => w.shippingMethodId,
    owner: seller,
  },
  {
    field: 'removeShippingMethod',
    what: 'shipping method',
    document: 'mutation ($id: ID!) { removeShippingMethod(id: $id) }',
    idOf: (w) => w.shippingMethodId,
    owner: seller,
  },
];
