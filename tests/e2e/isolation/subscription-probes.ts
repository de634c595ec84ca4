import { buyer, type Probe, seller, theSeller } from './probes.ts';

export const SUBSCRIPTIONS: readonly Probe[] = [
  {
    field: 'productImportProgressed',
    what: 'import',
    document: 'subscription ($id: ID!) { productImportProgressed(id: $id) { id status } }',
    idOf: (w) => w.productImportId,
    owner: seller,
  },
  {
    field: 'mediaStatusChanged',
    what: 'file',
    document: 'subscription ($id: ID!) { mediaStatusChanged(fileId: $id) { id status } }',
    idOf: (w) => w.fileId,
    owner: seller,
  },
  {
    field: 'orderStatusChanged',
    what: 'order',
    document: 'subscription ($id: ID!) { orderStatusChanged(orderId: $id) { to version } }',
    idOf: (w) => w.bought.order.id,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'orderStatusChanged',
    what: 'order since a version',
    document: 'subscription ($id: ID!) { orderStatusChanged(orderId: $id, after: 0) { to version } }',
    idOf: (w) => w.bought.order.id,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'deliveryStatusChanged',
    what: 'deliveries',
    document: 'subscription ($id: ID!) { deliveryStatusChanged(orderId: $id) { id status } }',
    idOf: (w) => w.bought.order.id,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'stockChanged',
    what: "draft's stock",
    document: 'subscription ($id: ID!) { stockChanged(variantId: $id) { id availability { available } } }',
    idOf: (w) => w.draft.variantId,
    owner: seller,
  },
];
