import { policy } from '@stoa/kit/policy';

export const auditPolicy = policy('AuditEntry', {
  operations: { 'Query.auditLog': 'admins' },
  fields: { 'AuditEntry.actor': 'everyone' },
});
