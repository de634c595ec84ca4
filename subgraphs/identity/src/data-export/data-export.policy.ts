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
