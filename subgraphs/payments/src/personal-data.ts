import { holding, personalData } from '@stoa/kit/personal-data';
import { handOverPersonalData } from '@stoa/schema/commands/identity';
import { DataExportRequested, UserErased } from '@stoa/schema/events/identity';
import { Dispute } from './dispute/dispute.entity.ts';
import { PaymentDocument } from './document/document.entity.ts';
import { Payment } from './payment/payment.entity.ts';
import { Refund } from './refund/refund.entity.ts';

const contracts = { erased: UserErased, exportRequested: DataExportRequested, handOver: handOverPersonalData };

/** Documents keep their number, their lines and what was paid, as the law on books wants it; whom they named is forgotten. */
export const paymentsPersonalData = personalData(contracts, 'payments', [
  holding(Payment, 'buyer_id = $1', 'keep', ['clientSecret']),
  holding(Refund, 'payment_id in (select id from payment where buyer_id = $1)', { reason: 'null' }),
  holding(Dispute, 'payment_id in (select id from payment where buyer_id = $1)', 'keep'),
  holding(PaymentDocument, 'buyer_id = $1', { buyer_name: 'null', buyer_address: 'null' }),
]);
