import { answerRead } from '@stoa/kit/commands';
import { readOpenShipments } from '@stoa/schema/commands/fulfillment';

export const answerReadOpenShipments = answerRead(readOpenShipments, async ({ sql }, { userId, sellerId }) => {
  const [found] = await sql.query<{ shipments: boolean; returns: boolean }>(
    `select exists (select from shipment where seller_id = $2 and status not in ('DELIVERED', 'CANCELLED')) as shipments,
            exists (select from return where (buyer_id = $1 or seller_id = $2) and status in ('REQUESTED', 'APPROVED', 'SENT')) as returns`,
    [userId, sellerId],
  );
  return { open: [...(found!.shipments ? (['SHIPMENTS'] as const) : []), ...(found!.returns ? (['RETURNS'] as const) : [])] };
});
