import { missing } from '../api-error.ts';
import type { WriteCall } from '../call.ts';
import { refuseMissing } from '../parameters.ts';

const LIFE_SECONDS = 300;

/** `POST /v1/account_links`: the page on which the holder of an account tells what must be known of them, for five minutes. */
export function createAccountLink({ parameters, state, draft, baseUrl }: WriteCall): object {
  const id = parameters.requiredText('account');
  const returnUrl = parameters.url('return_url') ?? refuseMissing('return_url');
  if (!parameters.url('refresh_url')) refuseMissing('refresh_url');
  parameters.choice('type', ['account_onboarding', 'account_update'] as const);
  parameters.ignore('collect', 'collection_options');
  parameters.refuseOthers();
  if (!state.accounts.get(id)) throw missing('account', id, 'account', 400);
  const url = new URL(`/_sandbox/accounts/${id}/onboarding`, baseUrl);
  url.searchParams.set('return_url', returnUrl);
  return { object: 'account_link', created: draft.now, expires_at: draft.now + LIFE_SECONDS, url: url.href };
}
