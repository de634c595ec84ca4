import { notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { ApiKeyRevoked } from '@stoa/schema/events/identity';
import { z } from 'zod';
import { ApiKey } from './api-key.entity.ts';

/** Ends a key for good. Again, it changes nothing: who revoked it first stands. */
export const revokeApiKey = useCase('identity.revokeApiKey', z.object({ id: entityId }), async ({ emit, lock, viewer }, { id }) => {
  const apiKey = await lock(ApiKey, { id });
  if (!apiKey) throw notFound('API key');
  if (apiKey.revokedAt) return apiKey;
  apiKey.revokedAt = new Date();
  apiKey.revokedById = viewer.userId;
  emit(ApiKeyRevoked, apiKey, { apiKeyId: apiKey.id, client: apiKey.client, byUserId: viewer.userId! });
  return apiKey;
});
