import type { FastifyInstance } from 'fastify';
import type { Courier } from '../../webhook/courier.ts';
import type { StripeBooks } from '../stripe-books.ts';
import { renderAccount } from './render.ts';

const PATH = '/_sandbox/accounts/:id/onboarding';

/**
 * Plays the page to which an account link leads: with `GET` two buttons, with `POST` what they do. `restrict` is what the provider does
 * by itself when something about the holder is no longer right.
 */
export function addOnboardingPage(app: FastifyInstance, books: StripeBooks, courier: Courier): void {
  app.get(PATH, async (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));

  app.post(PATH, async (request, reply) => {
    const { id } = request.params as { id: string };
    const { return_url: returnUrl } = request.query as { return_url?: string };
    const { outcome = 'complete' } = (request.body ?? {}) as { outcome?: string };
    if (!['complete', 'later', 'restrict'].includes(outcome))
      return reply.code(400).send({ error: "'outcome' is complete, later or restrict." });
    const account = books.state.accounts.get(id);
    if (!account) return reply.code(404).send({ error: `There is no account '${id}'.` });
    const changed = { ...account, enabled: outcome === 'later' ? account.enabled : outcome === 'complete' };
    if (changed.enabled !== account.enabled) {
      const draft = books.draft({ requestId: null, idempotencyKey: null, endpoints: courier.endpoints });
      draft.putAccount(changed, 'account.updated');
      await books.commit(draft.finish('account.onboarding'), courier);
    }
    // The page is left by its buttons; only those want to be sent back to the shop.
    if (returnUrl && request.headers['content-type']?.includes('form')) return reply.redirect(returnUrl, 303);
    return renderAccount(changed);
  });
}

const PAGE = `<!doctype html>
<html lang="en">
<title>Account onboarding test page</title>
<h1>Account onboarding test page</h1>
<p>Before money can be paid out to you, we have to know who you are.</p>
<form method="post">
  <button name="outcome" value="complete">I have told everything</button>
  <button name="outcome" value="later">Later</button>
</form>
</html>
`;
