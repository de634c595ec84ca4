import { json, route } from '@stoa/kit/subgraph';
import { publicKeys } from './signing-key.ts';

/** The public keys of access tokens, for the gateway and for everybody. */
export const jwksRoute = route('GET', '/.well-known/jwks.json', async (context) =>
  json(200, { keys: await publicKeys(context) }, { 'cache-control': 'public, max-age=300' }),
);
