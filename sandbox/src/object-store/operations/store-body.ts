import type { BodyFacts } from '../body.ts';
import { bodyReader } from '../body.ts';
import type { ObjectCall } from '../object-call.ts';
import { S3Error } from '../s3-error.ts';

/** Writes what a request brings to a file, and gives the file up again where the body was not what the request said. */
export async function storeBody({ books, ...request }: ObjectCall): Promise<BodyFacts & { readonly file: string }> {
  const { steps, facts } = bodyReader(request, request.payloadHash);
  const file = await books.pieces.write(request.body, steps).catch(asIncomplete);
  try {
    return { ...facts(), file };
  } catch (error) {
    await books.pieces.remove([file]);
    throw error;
  }
}

/** A client that goes away in the middle of its body is no fault of the store's. */
function asIncomplete(error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
    throw new S3Error(400, 'IncompleteBody', 'The request ended before its body did.');
  throw error;
}
