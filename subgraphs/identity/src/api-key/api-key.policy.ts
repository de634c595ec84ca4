import { policy } from '@stoa/kit/policy';

export const apiKeyPolicy = policy('ApiKey', {
  operations: {
    'Query.apiKeys': 'keys:read',
    'Mutation.createApiKey': 'keys:write',
    'Mutation.revokeApiKey': 'keys:write',
  },
  fields: {
    'ApiKey.createdBy': 'everyone',
    'ApiKey.revokedBy': 'everyone',
  },
});
