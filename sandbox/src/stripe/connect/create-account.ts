import type { WriteCall } from '../call.ts';
import { newId } from '../ids.ts';
import { renderAccount } from './render.ts';

const TYPES = ['express', 'standard', 'custom'] as const;

/** `POST /v1/accounts`: an account for somebody to whom the platform owes money. Until they have been onboarded it takes none. */
export function createAccount({ parameters, draft }: WriteCall): object {
  const type = parameters.choice('type', TYPES) ?? 'express';
  const country = parameters.text('country', { maxLength: 2 }) ?? 'US';
  const email = parameters.text('email') ?? null;
  const metadata = parameters.metadata();
  parameters.ignore('capabilities', 'business_type', 'business_profile', 'settings');
  parameters.refuseOthers();
  const account = { id: newId('acct'), type, country, email, metadata, createdAt: draft.now, enabled: false };
  return renderAccount(draft.putAccount(account));
}
