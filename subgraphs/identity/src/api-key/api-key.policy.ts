import { policy } from '@stoa/kit/policy';

export const apiKeyPolicy = policy('ApiKey', {
  operations: {
    'Query.apiKeys': 'admins',
    'Mutation.createApiKey': 'admins',
    'Mutation.revokeApiKey': 'admins',
  },
  fields: {
    'ApiKey.createdBy': 'everyone',
    'ApiKey.revokedBy': 'everyone',
  },
});
