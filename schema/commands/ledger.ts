import { command } from '@stoa/kit/contracts';
import { z } from 'zod';

/** Whether somebody is owed money as a seller, or owes it. */
export const readOpenAccounts = command('ledger.readOpenAccounts', {
  input: z.object({ userId: z.uuid(), sellerId: z.uuid().nullable() }),
  output: z.object({ open: z.array(z.enum(['BALANCE', 'PAYOUTS'])) }),
  reads: true,
});
