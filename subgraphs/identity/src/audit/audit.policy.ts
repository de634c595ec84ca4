import { policy } from '@stoa/kit/policy';

export const auditPolicy = policy('AuditEntry', {
  operations: { 'Query.auditLog': 'audit:read' },
  fields: { 'AuditEntry.actor': 'everyone', 'AuditEntry.onBehalfOf': 'everyone' },
});
