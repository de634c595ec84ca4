import { answerRead } from '@stoa/kit/commands';
import { readGuestToken } from '@stoa/schema/commands/identity';
import { guestOf } from './guest-token.ts';

export const answerReadGuestToken = answerRead(readGuestToken, async (context, { token }) => ({ guestId: await guestOf(context, token) }));
