import { answerRead } from '@stoa/kit/commands';
import { readOpenPayments } from '@stoa/schema/commands/payments';

export const answerReadOpenPayments = answerRead(readOpenPayments, async ({ sql }, { userId }) => {
  const [found] = await sql.query<{ refunds: boolean; disputes: boolean }>(
    `select exists (select from refund r join payment p on p.id = r.payment_id where p.buyer_id = $1 and r.status = 'PENDING') as refunds,
            exists (select from dispute d join payment p on p.id = d.payment_id where p.buyer_id = $1 and d.status in ('INQUIRY', 'OPEN')) as disputes`,
    [userId],
  );
  return { open: [...(found!.refunds ? (['REFUNDS'] as const) : []), ...(found!.disputes ? (['DISPUTES'] as const) : [])] };
});
