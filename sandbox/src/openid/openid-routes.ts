import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, readAuthorizationRequest, type SandboxClient } from './authorization-request.ts';
import { readPerson } from './people.ts';
import { peoplePage } from './people-page.ts';
import type { ProviderBooks } from './provider-books.ts';

const queryOf = (request: FastifyRequest): URLSearchParams => new URL(request.url, 'http://provider').searchParams;

function back(reply: FastifyReply, redirectUri: string, facts: Record<string, string | undefined>): FastifyReply {
  const address = new URL(redirectUri);
  for (const [name, value] of Object.entries(facts)) if (value !== undefined) address.searchParams.set(name, value);
  return reply.redirect(address.href, 302);
}

/** Offers what OpenID Connect asks of a provider: discovery, keys, a page to choose a person on, tokens and user info. */
export function addOpenIdRoutes(app: FastifyInstance, issuer: () => string, client: SandboxClient, books: ProviderBooks): void {
  app.addHook('onRequest', async (request, reply) => {
    if (books.isDown && !request.url.startsWith('/_sandbox/')) return reply.code(503).send({ error: 'temporarily_unavailable' });
  });
  app.get('/.well-known/openid-configuration', async () => discovery(issuer()));
  app.get('/jwks', () => books.keys.jwks());
  app.get('/authorize', (request, reply) => {
    const query = queryOf(request);
    const read = readAuthorizationRequest(query, client);
    if (!isRefusal(read)) return reply.type('text/html; charset=utf-8').send(peoplePage(books.people.values(), query));
    if ('shown' in read) return reply.code(400).type('text/plain').send(read.shown);
    return back(reply, read.redirectUri, { error: read.error, state: read.state, iss: issuer() });
  });
  app.get('/authorize/choose', (request, reply) => {
    const query = queryOf(request);
    const read = readAuthorizationRequest(query, client);
    if (isRefusal(read)) return reply.code(400).type('text/plain').send('Begin again.');
    const person = books.people.get(query.get('sub') ?? '');
    const facts = person ? { code: books.grant(person, read) } : { error: 'access_denied' };
    return back(reply, read.redirectUri, { ...facts, state: read.state, iss: issuer() });
  });
  app.post('/token', (request, reply) => token(request, reply, issuer(), client, books));
  app.get('/userinfo', (request, reply) => {
    const person = books.whoHas((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    return person ? reply.send(person) : reply.code(401).send({ error: 'invalid_token' });
  });
}

const discovery = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  scopes_supported: ['openid', 'email', 'profile'],
  authorization_response_iss_parameter_supported: true,
});

async function token(
  { body, headers }: FastifyRequest,
  reply: FastifyReply,
  issuer: string,
  { clientId, clientSecret }: SandboxClient,
  books: ProviderBooks,
): Promise<FastifyReply> {
  const form = new URLSearchParams(String(body ?? ''));
  const [, basic = ''] = (headers.authorization ?? '').split('Basic ');
  const [id, secret] = basic
    ? Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent)
    : [form.get('client_id'), form.get('client_secret')];
  if (id !== clientId || secret !== clientSecret) return reply.code(401).send({ error: 'invalid_client' });
  if (form.get('grant_type') !== 'authorization_code') return reply.code(400).send({ error: 'unsupported_grant_type' });
  const grant = books.redeem(form.get('code') ?? '', form.get('redirect_uri') ?? '', form.get('code_verifier') ?? '');
  if (!grant) return reply.code(400).send({ error: 'invalid_grant' });
  const claims = { ...grant.person, ...(grant.request.nonce && { nonce: grant.request.nonce }), ...books.lies.shift() };
  return reply.header('cache-control', 'no-store').send({
    access_token: books.issueAccessToken(grant.person),
    token_type: 'Bearer',
    expires_in: 300,
    scope: grant.request.scope,
    id_token: await books.keys.sign(claims, issuer, clientId),
  });
}

/** What tests ask for: other people, new keys, tokens for another audience, misfortunes. */
export function addOpenIdControls(app: FastifyInstance, issuer: () => string, books: ProviderBooks): void {
  app.post('/_sandbox/people', async ({ body }, reply) => {
    const person = readPerson((body ?? {}) as Record<string, unknown>);
    if (typeof person === 'string') return reply.code(400).send({ error: person });
    books.people.set(person.sub, person);
    return person;
  });
  app.post('/_sandbox/rotate', async () => {
    await books.keys.rotate();
    return books.keys.jwks();
  });
  app.post('/_sandbox/lie', async ({ body }) => {
    books.lies.push((body ?? {}) as Record<string, unknown>);
    return { lies: books.lies };
  });
  app.post('/_sandbox/down', async ({ body }) => {
    books.isDown = (body as { down?: boolean } | undefined)?.down ?? true;
    return { down: books.isDown };
  });
  app.post('/_sandbox/access-tokens', async ({ body }) => {
    return { accessToken: await books.keys.sign((body ?? {}) as Record<string, unknown>, issuer(), 'stoa') };
  });
}
