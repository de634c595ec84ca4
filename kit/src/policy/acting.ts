import type { Viewer } from '../auth/index.ts';
import { DomainError } from '../errors/index.ts';
import type { Access } from './access.ts';

/**
 * What staff may do while they act for somebody: what helps with what there is. Refused is what decides how somebody logs in, where money or news of them go,
 * and what is said in their name.
 */
export type Acting = 'allowed' | 'refused';

const OF_ACCOUNTS: readonly Access[] = ['guests', 'authenticated', 'sellers'];

/**
 * Whether a policy must say of an operation if staff may call it for somebody. Nobody reads by acting what its owner could not read; what everybody may call is for
 * whoever has no account yet, and staff do by their own what is for staff.
 */
export const mustBeDecided = (path: string, access: Access): boolean => path.startsWith('Mutation.') && OF_ACCOUNTS.includes(access);

/** Throws NOT_WHILE_ACTING where somebody of the staff acts for the viewer, unless it was decided that they may. */
export function assertActing({ actorId }: Viewer, decided?: Acting): void {
  if (actorId !== undefined && decided !== 'allowed')
    throw new DomainError('NOT_WHILE_ACTING', 'Staff may not do that while they act for somebody');
}
