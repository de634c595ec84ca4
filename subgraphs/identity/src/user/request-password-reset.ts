import { workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { countMailByAddress, wantMail } from '../mail/want-mail.ts';
import { email } from './user.input.ts';

/** Has a link sent by which a new password can be set. The answer and the work are the same whether anybody has the address or not. */
export const requestPasswordReset = workflow('identity.requestPasswordReset', z.object({ email }), async (context, input) => {
  await countMailByAddress(context);
  await context.transact((tx) => wantMail(tx, 'RESET_PASSWORD', input.email));
  return true;
});
