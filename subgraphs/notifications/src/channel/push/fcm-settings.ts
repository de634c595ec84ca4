import { ConfigurationError, type Environment, settings } from '@stoa/kit/subgraph';
import { z } from 'zod';

const fcmSettings = settings(
  'FCM settings',
  z.object({
    /** The key of a service account as Google gives it: its JSON, or that in base64. */
    FCM_SERVICE_ACCOUNT: z.string().min(1).optional(),
    FCM_API_BASE: z.url().default('https://fcm.googleapis.com'),
  }),
);

const serviceAccount = z.object({
  project_id: z.string().min(1),
  client_email: z.string().min(3),
  private_key: z.string().includes('PRIVATE KEY'),
  token_uri: z.url().default('https://oauth2.googleapis.com/token'),
});

/** What is set of Firebase Cloud Messaging; null where nothing is. A wrong account is said to be wrong, and not shown. */
export function fcmOf(environment: Environment) {
  const { FCM_SERVICE_ACCOUNT: given, FCM_API_BASE: base } = fcmSettings.make(environment);
  if (!given) return null;
  const account = serviceAccount.safeParse(parsed(given));
  if (!account.success)
    throw new ConfigurationError(
      'FCM_SERVICE_ACCOUNT: must be the JSON of a service account’s key, with project_id, client_email and private_key',
    );
  const { project_id: projectId, client_email: clientEmail, private_key: privateKey, token_uri: tokenUrl } = account.data;
  return { projectId, clientEmail, privateKey, tokenUrl, base: base.replace(/\/$/, '') };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trimStart().startsWith('{') ? text : Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}
