import { groupBy, loader } from '@stoa/kit/graphql';
import { Return, ReturnItem } from './return.entity.ts';

export const returnsOfShipment = loader<string, Return[]>(async ({ rows }, shipmentIds) =>
  groupBy(await rows.by(Return, 'shipmentId', shipmentIds, 'id'), (row) => row.shipmentId),
);

export const itemsOfReturn = loader<string, ReturnItem[]>(async ({ rows }, ids) =>
  groupBy(await rows.by(ReturnItem, 'returnId', ids, 'orderItemId'), (row) => row.returnId),
);
