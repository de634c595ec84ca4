import { on } from '@stoa/kit/handlers';
import { SellerStatusChanged } from '@stoa/schema/events/identity';
import { keepStanding } from './keep-standing.ts';

export const onSellerStatusChanged = on(SellerStatusChanged, (tx, { sellerId, selling }, { aggregateVersion: version }) =>
  keepStanding(tx, { sellerId, selling, version }),
);
