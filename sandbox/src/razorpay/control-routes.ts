import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { addFaultControls } from '../http/fault-controls.ts';
import { addRedeliverControl } from '../http/redeliver-control.ts';
import { addWebhookControls } from '../http/webhook-controls.ts';
import { ApiError, badRequest, missing } from './api-error.ts';
import type { ApiContext } from './api-routes.ts';
import { attemptPayment, authorize, capture, fail, refusalOf } from './attempt-payment.ts';
import { newId } from './ids.ts';
import { totalsOf } from './read-journal.ts';
import type { Dispute, Method, Payment } from './records.ts';
import { METHODS } from './records.ts';
import { endRefund } from './refund-payment.ts';
import { renderDispute, renderPayment, renderRefund } from './render.ts';
import { CANCELLED } from './test-methods.ts';

/** Offers the test controls under `/_sandbox`, and among them what a buyer's browser does in Razorpay's Checkout. */
export function addControlRoutes(app: FastifyInstance, context: ApiContext): void {
  const { books, courier, faults } = context;
  addWebhookControls(app, courier);
  addFaultControls(app, courier, faults);
  addRedeliverControl(app, courier, (id) => books.state.events.get(id)?.body.event);
  app.get('/_sandbox/events', async (request) => {
    const { after = '0' } = request.query as { after?: string };
    const events = books.state.events.all().slice(Number(after));
    return { events: events.map(({ id, body }) => ({ id, body })) };
  });
  app.get('/_sandbox/totals', async () => {
    const totals = totalsOf(books.state);
    await books.settled();
    return totals;
  });
  addBuyerRoutes(app, context);
  addDisputeRoutes(app, context);
  app.post('/_sandbox/refunds', async (request) => {
    context.refunds.processed = (request.body as { processed?: boolean }).processed !== false;
    return context.refunds;
  });
  app.post('/_sandbox/refunds/:id', async (request) => {
    const refund = books.state.refunds.get((request.params as { id: string }).id);
    const { outcome = 'process' } = (request.body ?? {}) as { outcome?: 'process' | 'fail' };
    if (!refund) throw missing();
    if (refund.status !== 'pending') throw badRequest(`The refund is ${refund.status}`);
    return books.write('refund.end', courier, (draft) => renderRefund(endRefund(draft, refund, outcome)));
  });
}

/** A buyer goes to their bank, and the bank decides. */
function addDisputeRoutes(app: FastifyInstance, { books, courier }: ApiContext): void {
  app.post('/_sandbox/payments/:id/dispute', async (request) => {
    const payment = books.state.payments.get((request.params as { id: string }).id);
    const { amount, phase = 'chargeback' } = (request.body ?? {}) as { amount?: number; phase?: Dispute['phase'] };
    if (payment?.status !== 'captured') throw badRequest('The payment is not captured');
    const left = payment.amount - payment.amountRefunded - books.state.contestedOf(payment.id);
    const wanted = amount ?? left;
    if (wanted < 1 || wanted > left) throw badRequest(`Of the payment ${left} are left, and no more can be disputed`);
    return books.write('dispute.create', courier, (draft) => {
      const facts = { paymentId: payment.id, amount: wanted, currency: payment.currency };
      const dispute = { id: newId('disp'), ...facts, phase, status: 'open' as const, createdAt: draft.now };
      return renderDispute(draft.putDispute(dispute, payment, 'payment.dispute.created'));
    });
  });
  app.post('/_sandbox/disputes/:id', async (request) => {
    const dispute = books.state.disputes.get((request.params as { id: string }).id);
    const { status } = (request.body ?? {}) as { status?: Dispute['status'] };
    if (!dispute || !status) throw missing();
    const payment = books.state.payments.get(dispute.paymentId)!;
    return books.write('dispute.end', courier, (draft) =>
      renderDispute(draft.putDispute({ ...dispute, status }, payment, `payment.dispute.${status}`)),
    );
  });
}

function addBuyerRoutes(app: FastifyInstance, { books, courier, keyId, keySecret }: ApiContext): void {
  /** What Checkout hands to the page when the buyer has paid. */
  const handed = ({ id, orderId }: Payment): object => ({
    razorpay_payment_id: id,
    razorpay_order_id: orderId,
    razorpay_signature: createHmac('sha256', keySecret).update(`${orderId}|${id}`).digest('hex'),
  });
  const answer = (payment: Payment): object => {
    if (payment.status === 'failed') throw refusalOf(payment);
    return payment.status === 'created' ? { razorpay_payment_id: payment.id, status: 'created' } : handed(payment);
  };

  app.post('/_sandbox/checkout', async (request) => {
    const { key, order_id, method, instrument } = (request.body ?? {}) as Record<string, string>;
    if (key !== keyId) throw new ApiError(401, { description: 'Authentication failed' });
    const order = books.state.orders.get(order_id ?? '');
    if (!order) throw missing();
    if (!METHODS.includes(method as Method)) throw badRequest('The method is invalid', 'method');
    return answer(
      await books.write('payment.create', courier, (draft) => attemptPayment(draft, order, method as Method, instrument ?? '')),
    );
  });

  // The bank's page, or the buyer's telephone, to which a payment that waits leads.
  app.post('/_sandbox/payments/:id', async (request) => {
    const payment = books.state.payments.get((request.params as { id: string }).id);
    const { outcome = 'succeed' } = (request.body ?? {}) as { outcome?: 'succeed' | 'authorize' | 'fail' };
    if (!payment) throw missing();
    if (payment.status !== 'created' && payment.status !== 'authorized') throw badRequest(`The payment is ${payment.status}`);
    const order = books.state.orders.get(payment.orderId)!;
    const ended = await books.write('payment.authorize', courier, (draft) => {
      if (outcome === 'fail') return fail(draft, payment, CANCELLED);
      const authorized = payment.status === 'created' ? authorize(draft, payment) : payment;
      return outcome === 'succeed' ? capture(draft, order, authorized) : authorized;
    });
    return ended.status === 'failed' ? renderPayment(ended) : handed(ended);
  });
}
