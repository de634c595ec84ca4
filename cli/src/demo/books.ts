import { type GraphClient, until } from './graph-client.ts';

interface Entry {
  readonly direction: 'DEBIT' | 'CREDIT';
  readonly amount: { readonly formatted: string };
  readonly account: { readonly code: string };
}

interface Posted {
  readonly order: { readonly ledgerTransactions: readonly { readonly kind: string; readonly entries: readonly Entry[] }[] };
}

/** The entries that an order's payment made. */
export async function entriesOf(admin: GraphClient, orderId: string): Promise<readonly Entry[]> {
  const query = `query ($id: ID!) { order(id: $id) {
    ledgerTransactions { kind entries { direction amount { formatted } account { code } } } } }`;
  return until('the books have the payment', async () => {
    const { order } = await admin.ask<Posted>(query, { id: orderId });
    return order.ledgerTransactions.find(({ kind }) => kind === 'CAPTURE')?.entries;
  });
}

export const entryText = ({ direction, amount, account }: Entry): string =>
  `${direction.padEnd(6)} ${amount.formatted.padStart(9)}  ${account.code}`;

interface TrialBalance {
  readonly balanced: boolean;
  readonly debits: readonly { readonly formatted: string }[];
  readonly credits: readonly { readonly formatted: string }[];
}

/** Whether all debits are all credits. */
export async function trialBalance(admin: GraphClient): Promise<string> {
  const query = '{ trialBalance { balanced debits { formatted } credits { formatted } } }';
  const { balanced, debits, credits } = (await admin.ask<{ trialBalance: TrialBalance }>(query)).trialBalance;
  const sum = (side: TrialBalance['debits']): string => side.map(({ formatted }) => formatted).join(' + ');
  return `all debits ${sum(debits)}, all credits ${sum(credits)}: ${balanced ? 'the books balance' : 'THE BOOKS DO NOT BALANCE'}`;
}
