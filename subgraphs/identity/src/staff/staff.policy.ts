import { may } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

/** Who may do what on the staff. */
export const staffPolicy = policy('Staff', {
  operations: {
    'Query.staff': 'staff:write',
    'Query.staffScopes': 'staff:write',
    'Mutation.inviteStaff': 'staff:write',
    'Mutation.setStaffScopes': 'staff:write',
  },
  fields: { 'User.scopes': (viewer, user: { id: string }) => may(viewer, 'staff:write') || viewer.userId === user.id },
});
