import type { FastifyInstance } from 'fastify';
import type { Courier } from '../../webhook/courier.ts';
import { type AuthenticationOutcome, completeAuthentication } from '../intent/complete-authentication.ts';
import { renderIntentForClient } from '../render.ts';
import type { StripeBooks } from '../stripe-books.ts';

const PATH = '/_sandbox/payment_intents/:id/authenticate';

/** Plays the bank's page to which `next_action` leads: with `GET` two buttons, with `POST` what they do. */
export function addAuthenticationPage(app: FastifyInstance, books: StripeBooks, courier: Courier): void {
  app.get(PATH, async (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));

  app.post(PATH, async (request, reply) => {
    const { id } = request.params as { id: string };
    const { outcome = 'succeed' } = (request.body ?? {}) as { outcome?: string };
    if (!isOutcome(outcome)) return reply.code(400).send({ error: "'outcome' is succeed, process or fail." });
    const intent = books.state.intents.get(id);
    if (!intent) return reply.code(404).send({ error: `There is no payment intent '${id}'.` });
    const method = intent.paymentMethodId ? books.state.paymentMethods.get(intent.paymentMethodId) : undefined;
    if (!(intent.status === 'requires_action' || intent.status === 'processing') || !method) {
      return reply.code(409).send({ error: `The payment intent is in status ${intent.status}; nothing waits for the buyer.` });
    }
    const draft = books.draft({ requestId: null, idempotencyKey: null, endpoints: courier.endpoints });
    const done = completeAuthentication(draft, intent, method, outcome);
    await books.commit(draft.finish('payment_intent.authenticate'), courier);
    const returnUrl = intent.nextAction?.returnUrl;
    // The page is left by its buttons; only those want to be sent back to the shop.
    if (returnUrl && request.headers['content-type']?.includes('form')) return reply.redirect(returnUrlOf(returnUrl, intent), 303);
    return renderIntentForClient(done, books.state);
  });
}

const isOutcome = (outcome: string): outcome is AuthenticationOutcome => ['succeed', 'process', 'fail'].includes(outcome);

function returnUrlOf(returnUrl: string, { id, clientSecret }: { id: string; clientSecret: string }): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', id);
  url.searchParams.set('payment_intent_client_secret', clientSecret);
  return url.href;
}

const PAGE = `<!doctype html>
<html lang="en">
<title>3D Secure 2 test page</title>
<h1>3D Secure 2 test page</h1>
<p>Your bank wants to know that it is you.</p>
<form method="post">
  <button name="outcome" value="succeed">Complete</button>
  <button name="outcome" value="fail">Fail</button>
</form>
</html>
`;
