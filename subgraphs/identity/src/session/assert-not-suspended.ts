import { DomainError } from '@stoa/kit/errors';

/** Throws FORBIDDEN where an administrator lets nobody log in to the account. */
export function assertNotSuspended({ suspendedAt }: { readonly suspendedAt: Date | null }): void {
  if (suspendedAt) throw new DomainError('FORBIDDEN', 'This account is suspended');
}
