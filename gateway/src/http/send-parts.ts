import type { ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { AnswerPart } from '../execute/execute-in-parts.ts';
import { BOUNDARY, PART } from '../subscribe/framings.ts';

const CONTENT_TYPE = 'multipart/mixed;boundary="graphql";deferSpec=20220824';

/**
 * Sends the parts of an answer as they come. A client knows a part by the boundary after it, so that boundary is sent with the part.
 * What fails before there is a part is left to the caller to tell. Answers the errors that were sent.
 */
export async function sendParts(response: ServerResponse, parts: AsyncIterable<AnswerPart>): Promise<readonly GraphQLError[]> {
  const told: GraphQLError[] = [];
  for await (const { text, errors } of parts) {
    if (response.destroyed) return told;
    told.push(...errors);
    if (!response.headersSent) {
      response.writeHead(200, { 'content-type': CONTENT_TYPE, 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      response.write(BOUNDARY);
    }
    response.write(`${PART}${text}${BOUNDARY}`);
  }
  response.end('--\r\n');
  return told;
}
