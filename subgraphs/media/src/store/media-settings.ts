import { settings } from '@stoa/kit/subgraph';
import { z } from 'zod';

export const mediaSettings = settings(
  'media settings',
  z.object({
    /** The bucket of the object store that holds what is uploaded; nothing in it needs to be public. */
    S3_BUCKET: z.string().min(3).max(63).default('stoa-media'),
    S3_REGION: z.string().min(1).default('us-east-1'),
    /** Where the object store is, if not at AWS; this machine's own, where nothing is set. */
    S3_ENDPOINT: z.url().optional(),
    /** Where clients reach the object store, if elsewhere than the servers do. */
    S3_PUBLIC_ENDPOINT: z.url().optional(),
    S3_ACCESS_KEY_ID: z.string().min(1),
    S3_SECRET_ACCESS_KEY: z.string().min(1),
    /** An access token of Mux. Without it no lecture has a video. */
    MUX_TOKEN_ID: z.string().min(1).optional(),
    MUX_TOKEN_SECRET: z.string().min(1).optional(),
    /** Signs Mux's webhooks. Without it webhooks are refused, and asking alone brings videos along. */
    MUX_WEBHOOK_SECRET: z.string().min(1).optional(),
    /** The key that playback is signed with: its id, and itself in base64. */
    MUX_SIGNING_KEY: z.string().min(1).optional(),
    MUX_PRIVATE_KEY: z.string().min(1).optional(),
    /** Where Mux's API is, and where players find what it serves. */
    MUX_API_BASE: z.url().default('https://api.mux.com'),
    MUX_STREAM_BASE: z.url().default('https://stream.mux.com'),
    MUX_IMAGE_BASE: z.url().default('https://image.mux.com'),
    /** The gateway's address as browsers know it. */
    STOA_PUBLIC_URL: z.url().default('http://127.0.0.1:4000'),
    /** Where the public sees images, if a CDN stands before the gateway. */
    STOA_MEDIA_URL: z.url().optional(),
  }),
);
