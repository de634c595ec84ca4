import { createHash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '@stoa/kit/errors';
import type { DomainContext } from '@stoa/kit/use-case';
import { z } from 'zod';
import { hashOfToken } from '../session/refresh-token.ts';
import type { Profile } from './open-id-provider.ts';

export const signInCodeInput = z.object({ code: z.string().max(200), verifier: z.string().max(200) });

/** What a provider said, and which one. */
export interface SignedIn extends Profile {
  readonly provider: string;
}

interface CodeRow {
  readonly challenge: string;
  readonly provider: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly is_email_verified: boolean;
  readonly first_name: string;
  readonly last_name: string;
}

const challengeOf = (verifier: string): Buffer => createHash('sha256').update(verifier).digest();

/** Used, expired, another page's and never given are one answer. A try with another secret uses the code up: it was stolen. */
export async function useSignInCode(context: DomainContext, input: z.output<typeof signInCodeInput>): Promise<SignedIn> {
  const [row] = await context.write<CodeRow>(
    `delete from sign_in_code where code_hash = $1 and expires_at > now()
     returning challenge, provider, issuer, subject, email, is_email_verified, first_name, last_name`,
    [hashOfToken(input.code)],
  );
  if (!row || !timingSafeEqual(challengeOf(input.verifier), Buffer.from(row.challenge, 'base64url').subarray(0, 32)))
    throw new DomainError('AUTH_001', 'Invalid or expired code');
  const { is_email_verified: isEmailVerified, first_name: firstName, last_name: lastName, provider, issuer, subject, email } = row;
  return { provider, issuer, subject, email, isEmailVerified, firstName, lastName };
}
