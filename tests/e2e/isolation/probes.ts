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
export const guest = ({ guest: person }: World): Person => person;
export const seller = ({ seller: person }: World): Person => person;
export const theSeller = ({ seller: person }: World) => ({ 'the seller of it': person });

const ORDER =
  '{ id number status total { amountMinor } items { name } payment { id status } shipments { id } buyer { id email } timeline { to } }';

export const QUERIES: readonly Probe[] = [
  {
    field: 'productImport',
    what: 'import',
    document: 'query ($id: ID!) { productImport(id: $id) { id status errors { nodes { line } } } }',
    idOf: (w) => w.productImportId,
    owner: seller,
  },
  {
    field: 'productExport',
    what: 'export',
    document: 'query ($id: ID!) { productExport(id: $id) { id download { url } } }',
    idOf: (w) => w.productExportId,
    owner: seller,
  },
  {
    field: 'webhookEndpoint',
    what: 'webhook endpoint',
    document: 'query ($id: ID!) { webhookEndpoint(id: $id) { id url description eventTypes status deliveries { nodes { id payload } } } }',
    idOf: (w) => w.webhookEndpointId,
    owner: seller,
  },
  {
    field: 'review',
    what: 'hidden review',
    document: 'query ($id: ID!) { review(id: $id) { id rating body author { id } revisions { body } } }',
    idOf: (w) => w.hiddenReviewId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'mediaFile',
    what: 'file',
    document: 'query ($id: ID!) { mediaFile(id: $id) { id fileName size url } }',
    idOf: (w) => w.fileId,
    owner: seller,
  },
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
