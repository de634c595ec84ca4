import { answered, type Kind, ordered, wish } from './wish.ts';

const CANCEL = 'mutation ($id: ID!) { cancelOrder(id: $id) { status } }';

/** The buyer thinks better of it. */
export const cancelling: Kind = ({ world }, purchase) => [
  [
    wish('cancel', () => answered(() => world.ask('orders', purchase.buyer, CANCEL, { id: purchase.orderId })), {
      ready: ordered(purchase),
    }),
  ],
];
