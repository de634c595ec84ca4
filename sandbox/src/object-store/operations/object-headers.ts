import { amzValue, type S3Request } from '../s3-request.ts';

const KEPT = ['content-type', 'content-disposition', 'content-language', 'cache-control', 'expires'];

/** The headers that an object keeps and gives back. */
export function headersToKeep(request: S3Request): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of KEPT) if (request.headers[name] !== undefined) kept[name] = request.headers[name];
  // How the body was packed for its way is not how the object is encoded.
  const encoding = (request.headers['content-encoding'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each && each !== 'aws-chunked');
  if (encoding.length > 0) kept['content-encoding'] = encoding.join(', ');
  const meta = new Set(
    [...Object.keys(request.headers), ...request.query.keys()]
      .map((name) => name.toLowerCase())
      .filter((name) => name.startsWith('x-amz-meta-')),
  );
  for (const name of meta) kept[name] = amzValue(request, name)!;
  return kept;
}
