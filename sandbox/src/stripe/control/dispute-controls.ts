import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Courier } from '../../webhook/courier.ts';
import { closeDispute, escalateDispute, openDispute } from '../dispute/open-dispute.ts';
import { renderDispute } from '../dispute/render.ts';
import type { Draft } from '../draft.ts';
import type { Charge, Dispute } from '../records.ts';
import type { StripeBooks } from '../stripe-books.ts';

type Outcome = 'won' | 'lost' | 'warning_closed' | 'escalated';

/** What a bank may decide next. One that a shop has lost may still be won, on appeal. */
const NEXT: Readonly<Record<Dispute['status'], readonly Outcome[]>> = {
  warning_needs_response: ['warning_closed', 'escalated'],
  needs_response: ['won', 'lost'],
  lost: ['won'],
  won: [],
  warning_closed: [],
};

/** Plays a buyer who goes to their bank, and the bank, which decides. */
export function addDisputeControls(app: FastifyInstance, books: StripeBooks, courier: Courier): void {
  const commit = async (did: string, change: (draft: Draft) => Dispute): Promise<object> => {
    const draft = books.draft({ requestId: null, idempotencyKey: null, endpoints: courier.endpoints });
    const dispute = change(draft);
    await books.commit(draft.finish(did), courier);
    return renderDispute(dispute);
  };

  app.post('/_sandbox/payment_intents/:id/dispute', async (request, reply) => {
    const { id } = request.params as { id: string };
    const { amount, reason = 'fraudulent', inquiry = false } = (request.body ?? {}) as Partial<Record<string, unknown>>;
    const charge = books.state.charges.get(books.state.intents.get(id)?.latestChargeId ?? '');
    if (charge?.status !== 'succeeded') return refuse(reply, 404, `There is nothing to dispute of '${id}'.`);
    const left = leftOf(books, charge);
    const contested = amount === undefined ? left : Number(amount);
    if (!Number.isInteger(contested) || contested < 1 || contested > left)
      return refuse(reply, 409, `Of the charge ${left} are left, and no more can be disputed.`);
    return commit('dispute.open', (draft) =>
      openDispute(draft, charge, { amount: contested, reason: String(reason), inquiry: inquiry === true }),
    );
  });

  app.post('/_sandbox/disputes/:id/close', async (request, reply) => {
    const dispute = books.state.disputes.get((request.params as { id: string }).id);
    if (!dispute) return refuse(reply, 404, 'There is no such dispute.');
    const { outcome } = (request.body ?? {}) as { outcome?: Outcome };
    if (!outcome || !NEXT[dispute.status].includes(outcome))
      return refuse(
        reply,
        409,
        `The dispute is ${dispute.status}: 'outcome' can be one of ${NEXT[dispute.status].join(', ') || 'nothing'}.`,
      );
    return commit(`dispute.${outcome}`, (draft) =>
      outcome === 'escalated' ? escalateDispute(draft, dispute) : closeDispute(draft, dispute, outcome),
    );
  });
}

/** What of a charge is with neither the buyer nor a bank. */
function leftOf({ state }: StripeBooks, charge: Charge): number {
  const contested = state.disputes
    .all()
    .filter(({ chargeId, status }) => chargeId === charge.id && status !== 'won' && status !== 'warning_closed');
  return charge.amount - charge.amountRefunded - contested.reduce((sum, { amount }) => sum + amount, 0);
}

const refuse = (reply: FastifyReply, status: number, error: string): FastifyReply => reply.code(status).send({ error });
