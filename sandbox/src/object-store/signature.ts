import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { accessDenied, S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/** The one pair of keys that the store knows, and the region in which it says it stands. */
export interface StoreCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  /** As AWS calls what is asked; the object store, unless something else says what it is. */
  readonly service?: string;
}

/** What of a request a signature is about. */
type SignedRequest = Pick<S3Request, 'method' | 'path' | 'query' | 'headers'>;

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SKEW_MS = 15 * 60_000;
const LONGEST_EXPIRY_SECONDS = 7 * 24 * 3_600;

/** What a request says of its signature, by its header or by its query. */
interface Claim {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As `YYYYMMDDTHHMMSSZ`. */
  readonly signedAt: string;
  readonly payloadHash: string;
  /** Of an address that was signed beforehand. */
  readonly expiresSeconds?: number;
}

/**
 * Refuses what is not signed by the store's keys under AWS Signature Version 4
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html). What it lets pass was signed with its
 * method, path, query, host, and every `x-amz-` header.
 */
export function verifySignature(request: SignedRequest, credentials: StoreCredentials, nowMs: number): { readonly payloadHash: string } {
  const claim = claimInHeader(request) ?? claimInQuery(request);
  if (!claim) throw accessDenied();
  const { service: wanted = 's3' } = credentials;
  const [accessKeyId, date, region, service, end] = claim.credential.split('/');
  if (accessKeyId !== credentials.accessKeyId)
    throw new S3Error(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  if (region !== credentials.region || service !== wanted || end !== 'aws4_request' || date !== claim.signedAt.slice(0, 8))
    throw new S3Error(
      400,
      'AuthorizationHeaderMalformed',
      `The credential is for another day, region or service; expecting '${credentials.region}'.`,
    );
  refuseOldOrEarly(claim, nowMs);
  refuseUnsignedHeaders(request, claim);
  const scope = `${date}/${region}/${wanted}/aws4_request`;
  const toSign = [ALGORITHM, claim.signedAt, scope, sha256Hex(canonicalRequest(request, claim))].join('\n');
  const key = [wanted, 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${credentials.secretAccessKey}`, date), region));
  if (!isSame(claim.signature, hmac(key, toSign).toString('hex')))
    throw new S3Error(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  return { payloadHash: claim.payloadHash };
}

function claimInHeader({ headers }: SignedRequest): Claim | undefined {
  const authorization = headers['authorization'];
  if (!authorization) return undefined;
  const found = /^AWS4-HMAC-SHA256 +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/.exec(authorization);
  const signedAt = headers['x-amz-date'];
  const payloadHash = headers['x-amz-content-sha256'];
  if (!found || !signedAt || !payloadHash)
    throw new S3Error(
      400,
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed, or x-amz-date or x-amz-content-sha256 is missing.',
    );
  const [, credential = '', signedHeaders = '', signature = ''] = found;
  return { credential, signedHeaders: signedHeaders.split(';'), signature, signedAt, payloadHash };
}

function claimInQuery({ query }: SignedRequest): Claim | undefined {
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) return undefined;
  const [credential, signedHeaders, signature, signedAt, expires] = ['Credential', 'SignedHeaders', 'Signature', 'Date', 'Expires'].map(
    (name) => query.get(`X-Amz-${name}`),
  );
  const expiresSeconds = Number(expires);
  if (!credential || !signedHeaders || !signature || !signedAt || !Number.isInteger(expiresSeconds) || expiresSeconds < 1)
    throw new S3Error(400, 'AuthorizationQueryParametersError', 'Query-string authentication requires all its parameters.');
  if (expiresSeconds > LONGEST_EXPIRY_SECONDS)
    throw new S3Error(400, 'AuthorizationQueryParametersError', 'X-Amz-Expires must be less than a week (in seconds).');
  const payloadHash = query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  return { credential, signedHeaders: signedHeaders.split(';'), signature, signedAt, payloadHash, expiresSeconds };
}

function refuseOldOrEarly({ signedAt, expiresSeconds }: Claim, nowMs: number): void {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(signedAt) ?? [];
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(atMs)) throw accessDenied('X-Amz-Date must be in the ISO8601 Long Format.');
  if (expiresSeconds !== undefined && nowMs > atMs + expiresSeconds * 1_000) throw accessDenied('Request has expired');
  const skewMs = expiresSeconds === undefined ? Math.abs(nowMs - atMs) : atMs - nowMs;
  if (skewMs > SKEW_MS)
    throw new S3Error(403, 'RequestTimeTooSkewed', "The difference between the request time and the server's time is too large.");
}

/** A header that decides something and is not signed could have been put there by anybody. */
function refuseUnsignedHeaders({ headers }: SignedRequest, { signedHeaders }: Claim): void {
  const mustBeSigned = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  if (mustBeSigned.some((name) => !signedHeaders.includes(name)))
    throw accessDenied('There were headers present in the request which were not signed');
}

function canonicalRequest({ method, path, query, headers }: SignedRequest, { signedHeaders, payloadHash }: Claim): string {
  const parameters = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeRfc3986(name), encodeRfc3986(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? Number(x > y) - Number(x < y) : Number(a > b) - Number(a < b)));
  return [
    method,
    path.split('/').map(encodeRfc3986).join('/'),
    parameters.map(([name, value]) => `${name}=${value}`).join('&'),
    ...signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const hmac = (key: string | Buffer, text: string | undefined): Buffer =>
  createHmac('sha256', key)
    .update(text ?? '')
    .digest();
const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
