import type { Transaction } from '@stoa/kit/use-case';
import { AuditEntry } from './audit-entry.entity.ts';

/** Writes down what an administrator does, in the transaction in which it is done. */
export function record(
  { em, viewer }: Pick<Transaction, 'em' | 'viewer'>,
  action: string,
  subject: { readonly type: string; readonly id: string },
  reason: string | null = null,
): void {
  em.persist(AuditEntry.of({ actorId: viewer.userId!, action, subjectType: subject.type, subjectId: subject.id, reason }));
}
