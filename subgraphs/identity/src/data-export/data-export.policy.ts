import type { Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import type { DataExport } from './data-export.entity.ts';

/** Staff have no need of a copy of all that is held of somebody, so it is for its owner alone, and for nobody who acts for them. */
const owner = ({ userId, actorId }: Viewer, ownerId: string): boolean => userId === ownerId && actorId === undefined;

export const dataExportPolicy = policy('DataExport', {
  operations: { 'Mutation.requestDataExport': 'authenticated' },
  acting: { 'Mutation.requestDataExport': 'refused' },
  fields: {
    'User.dataExports': (viewer, user: { id: string }) => owner(viewer, user.id),
    'DataExport.url': (viewer, { userId }: DataExport) => owner(viewer, userId),
  },
});
