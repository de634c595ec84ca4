import { isAdmin } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import type { DataExport } from './data-export.entity.ts';

/** Administrators have no need of a copy of all that is held of somebody, so it is for its owner alone. */
export const dataExportPolicy = policy('DataExport', {
  operations: { 'Mutation.requestDataExport': 'authenticated' },
  fields: {
    'User.dataExports': (viewer, user: { id: string }) => viewer.userId === user.id,
    'DataExport.url': (viewer, { userId }: DataExport) => viewer.userId === userId,
  },
});

export const dataErasurePolicy = policy('DataErasure', {
  operations: { 'Mutation.requestDataErasure': 'authenticated' },
  fields: { 'User.dataErasure': (viewer, user: { id: string }) => isAdmin(viewer) || viewer.userId === user.id },
});
