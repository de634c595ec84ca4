import { listBalanceTransactions } from '../balance/read-balance-transactions.ts';
import type { Read, Write } from '../call.ts';
import { createAccount } from '../connect/create-account.ts';
import { createAccountLink } from '../connect/create-account-link.ts';
import { createTransfer } from '../connect/create-transfer.ts';
import { listTransfers, retrieveTransfer } from '../connect/read-transfers.ts';
import { retrieveAccount } from '../connect/retrieve-account.ts';
import { listDisputes, retrieveDispute } from '../dispute/read-disputes.ts';
import { listEvents, retrieveEvent } from '../event/read-events.ts';
import { cancelIntent } from '../intent/cancel-intent.ts';
import { confirmIntent } from '../intent/confirm-intent.ts';
import { createIntent } from '../intent/create-intent.ts';
import { listIntents, retrieveIntent } from '../intent/read-intents.ts';
import { retrieveCharge } from '../intent/retrieve-charge.ts';
import { createRefund } from '../refund/create-refund.ts';
import { listRefunds, retrieveRefund } from '../refund/read-refunds.ts';

/** One endpoint of the API: what it does, and whether a browser's key may use it. */
export type Endpoint = { path: string; did: string; browser?: true } & ({ read: Read } | { write: Write });

/** Every endpoint that the sandbox offers of Stripe's API. */
export const endpoints: readonly Endpoint[] = [
  { path: '/v1/payment_intents', did: 'payment_intent.create', write: createIntent },
  { path: '/v1/payment_intents', did: 'payment_intent.list', read: listIntents },
  { path: '/v1/payment_intents/:id', did: 'payment_intent.retrieve', read: retrieveIntent, browser: true },
  { path: '/v1/payment_intents/:id/confirm', did: 'payment_intent.confirm', write: confirmIntent, browser: true },
  { path: '/v1/payment_intents/:id/cancel', did: 'payment_intent.cancel', write: cancelIntent },
  { path: '/v1/charges/:id', did: 'charge.retrieve', read: retrieveCharge },
  { path: '/v1/refunds', did: 'refund.create', write: createRefund },
  { path: '/v1/refunds', did: 'refund.list', read: listRefunds },
  { path: '/v1/refunds/:id', did: 'refund.retrieve', read: retrieveRefund },
  { path: '/v1/disputes', did: 'dispute.list', read: listDisputes },
  { path: '/v1/disputes/:id', did: 'dispute.retrieve', read: retrieveDispute },
  { path: '/v1/balance_transactions', did: 'balance_transaction.list', read: listBalanceTransactions },
  { path: '/v1/accounts', did: 'account.create', write: createAccount },
  { path: '/v1/accounts/:id', did: 'account.retrieve', read: retrieveAccount },
  { path: '/v1/account_links', did: 'account_link.create', write: createAccountLink },
  { path: '/v1/transfers', did: 'transfer.create', write: createTransfer },
  { path: '/v1/transfers', did: 'transfer.list', read: listTransfers },
  { path: '/v1/transfers/:id', did: 'transfer.retrieve', read: retrieveTransfer },
  { path: '/v1/events', did: 'event.list', read: listEvents },
  { path: '/v1/events/:id', did: 'event.retrieve', read: retrieveEvent },
];
