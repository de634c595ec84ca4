import { gauge } from '@stoa/kit/figures';

export const identityFigures = [
  gauge(
    'stoa_signing_key_age_seconds',
    'How long ago the key was made that access tokens are signed with.',
    'select extract(epoch from now() - max(created_at)) as value from signing_key',
  ),
  gauge(
    'stoa_api_keys_expiring',
    "Partners' keys that end within two weeks and that no other key of theirs outlives.",
    `select count(*) as value from api_key as ending where revoked_at is null and expires_at between now() and now() + interval '14 days'
       and not exists (select 1 from api_key as other where other.client = ending.client and other.mode = ending.mode and other.revoked_at is null
         and (other.expires_at is null or other.expires_at > now() + interval '14 days'))`,
  ),
];
