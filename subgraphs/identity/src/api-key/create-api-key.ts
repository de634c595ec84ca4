import { newApiKey } from '@stoa/kit/auth';
import { badInput } from '@stoa/kit/errors';
import { lockName } from '@stoa/kit/persistence';
import { useCase } from '@stoa/kit/use-case';
import { ApiKeyIssued } from '@stoa/schema/events/identity';
import { z } from 'zod';
import { identitySettings } from '../settings.ts';
import { ApiKey } from './api-key.entity.ts';

/** Enough to give each of a partner's systems its own, and to change each of them without a gap. */
const MAX_LIVING_KEYS = 20;

const createApiKeyInput = z.object({
  client: z.string().regex(/^[a-z][a-z0-9-]{1,49}$/, 'must have 2 to 50 small letters, digits and hyphens, a letter first'),
  expiresAt: z.date().nullish(),
  costPerMinute: z.int().min(1).max(10_000_000).nullish(),
});

/** Makes a key of this deployment's mode for a partner. What it may ask is what the partner's persisted operations say. */
export const createApiKey = useCase('identity.createApiKey', createApiKeyInput, async ({ em, emit, sql, use, viewer }, input) => {
  const { client, expiresAt = null, costPerMinute = null } = input;
  if (expiresAt && expiresAt.getTime() <= Date.now()) throw badInput('must lie in the future', 'expiresAt');
  // One after the other, so that the count holds.
  await lockName(sql, `the keys of ${client}`);
  if ((await em.count(ApiKey, { client, revokedAt: null })) >= MAX_LIVING_KEYS)
    throw badInput(`has ${MAX_LIVING_KEYS} keys already; revoke one that is not needed`, 'client');
  const { STOA_MODE: mode } = use(identitySettings);
  const { text, prefix, hash } = newApiKey(mode);
  const apiKey = ApiKey.issue({ client, mode, prefix, keyHash: hash, costPerMinute, expiresAt, createdById: viewer.userId! });
  em.persist(apiKey);
  emit(ApiKeyIssued, apiKey, { apiKeyId: apiKey.id, client, byUserId: viewer.userId! });
  return { key: text, apiKey };
});
