import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import {
  DisputeUpdated,
  LineRefunded,
  LineRestored,
  PaymentCaptured,
  PaymentFailed,
  RefundFailed,
  RefundSucceeded,
} from '@stoa/schema/events/payments';
import { migrations } from '../migrations/index.ts';
import { Dispute } from './dispute/dispute.entity.ts';
import { disputeMachine } from './dispute/dispute.machine.ts';
import { followDisputes } from './dispute/follow-disputes.job.ts';
import { DocumentSeries, PaymentDocument } from './document/document.entity.ts';
import { documentPolicy } from './document/document.policy.ts';
import { sellerExtension } from './document/document.reference.ts';
import { InvoiceResolver, PaymentDocumentsResolver, ReceiptResolver, SellerInvoicesResolver } from './document/document.resolver.ts';
import { documentRoute } from './document/document.route.ts';
import { DocumentKey } from './document/document-address.ts';
import { issueDocuments } from './document/issue-documents.job.ts';
import { paymentFigures } from './figures.ts';
import { answerListMovements } from './movement/list-movements.ts';
import { closeFailedPayments } from './payment/close-failed-payments.job.ts';
import { answerCreatePayment } from './payment/create-payment.ts';
import { answerEndPayment } from './payment/end-payment.ts';
import { EndedOrder } from './payment/ended-order.entity.ts';
import { onOrderCancelled } from './payment/on-order-cancelled.ts';
import { Payment } from './payment/payment.entity.ts';
import { paymentMachine } from './payment/payment.machine.ts';
import { paymentPolicy } from './payment/payment.policy.ts';
import { orderExtension, paymentReference } from './payment/payment.reference.ts';
import { OrderPaymentResolver, PaymentResolver } from './payment/payment.resolver.ts';
import { pollOpenPayments } from './payment/poll-open-payments.job.ts';
import { answerReadOpenPayments } from './payment/read-open-payments.ts';
import { PayoutAccountOpened } from './payout/payout-account.entity.ts';
import { answerLinkPayoutOnboarding, answerOpenPayoutAccount, answerReadPayoutAccount } from './payout/payout-account.ts';
import { answerSendPayout } from './payout/send-payout.ts';
import { Transfer } from './payout/transfer.entity.ts';
import { paymentsPersonalData } from './personal-data.ts';
import { paymentSettings } from './provider/payment-settings.ts';
import { razorpayProvider } from './provider/razorpay-provider.ts';
import { stripePayouts } from './provider/stripe-payouts.ts';
import { stripeProvider } from './provider/stripe-provider.ts';
import { onItemsDropped } from './refund/on-items-dropped.ts';
import { onRefundRequested } from './refund/on-refund-requested.ts';
import { onReturnReceived } from './refund/on-return-received.ts';
import { OwedRefund } from './refund/owed-refund.entity.ts';
import { Refund } from './refund/refund.entity.ts';
import { refundMachine } from './refund/refund.machine.ts';
import { settleRefunds } from './refund/settle-refunds.job.ts';
import { ProviderSweep } from './sweep/provider-sweep.entity.ts';
import { sweepProviders } from './sweep/sweep-providers.job.ts';
import { examineParkedEvents } from './webhook/examine-parked-events.job.ts';
import { ParkedWebhookResolver, parkedWebhookPolicy } from './webhook/parked-webhook.resolver.ts';
import { ProviderEvent } from './webhook/provider-event.entity.ts';
import { razorpayWebhook } from './webhook/razorpay-webhook.route.ts';
import { stripeWebhook } from './webhook/stripe-webhook.route.ts';

/** Money on its way from buyers: one payment for each order, at its provider, and back again. */
export default defineSubgraph({
  name: 'payments',
  entities: [
    DocumentKey,
    Payment,
    Refund,
    OwedRefund,
    Dispute,
    PaymentDocument,
    DocumentSeries,
    EndedOrder,
    ProviderEvent,
    PayoutAccountOpened,
    Transfer,
    ProviderSweep,
  ],
  migrations,
  resolvers: [
    ...[PaymentResolver, OrderPaymentResolver, ParkedWebhookResolver],
    ...[PaymentDocumentsResolver, InvoiceResolver, ReceiptResolver, SellerInvoicesResolver],
  ],
  references: [paymentReference, orderExtension, sellerExtension],
  policies: [paymentPolicy, parkedWebhookPolicy, documentPolicy],
  machines: [paymentMachine, refundMachine, disputeMachine],
  commands: [
    answerReadOpenPayments,
    ...[answerCreatePayment, answerEndPayment, answerSendPayout],
    ...[answerOpenPayoutAccount, answerLinkPayoutOnboarding, answerReadPayoutAccount, answerListMovements],
  ],
  publishes: [PaymentCaptured, PaymentFailed, RefundSucceeded, RefundFailed, LineRefunded, LineRestored, DisputeUpdated],
  handlers: [onRefundRequested, onItemsDropped, onReturnReceived, onOrderCancelled],
  figures: paymentFigures,
  jobs: [pollOpenPayments, closeFailedPayments, settleRefunds, followDisputes, issueDocuments, examineParkedEvents, sweepProviders],
  routes: [stripeWebhook, razorpayWebhook, documentRoute],
  resources: [paymentSettings, stripeProvider, stripePayouts, razorpayProvider],
  personalData: paymentsPersonalData,
  staffActs: staffActs(recordStaffActs, 'payments'),
});
