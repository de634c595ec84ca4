import type { Framing } from './subscriber.ts';

/** Server-sent events, in the distinct connections mode of GraphQL over SSE: `next` for each result, then `complete`. */
export const eventStream: Framing = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  heartbeat: ':\n\n',
  result: (body) => Buffer.concat([Buffer.from('event: next\ndata: '), body, Buffer.from('\n\n')]),
  ending: (error) => {
    const last = error ? `event: next\ndata: ${JSON.stringify({ errors: [error] })}\n\n` : '';
    return `${last}event: complete\ndata:\n\n`;
  },
};

export const PART = '\r\ncontent-type: application/json\r\n\r\n';
export const BOUNDARY = '\r\n--graphql';

/**
 * Apollo's multipart protocol for subscriptions. A client knows a part by the boundary after it, so that boundary is sent
 * with the part and not with the next one. An error outside of `payload` tells the client that the stream itself is over.
 */
export const multipartStream: Framing = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: `${BOUNDARY}${PART}{}${BOUNDARY}`,
  heartbeat: `${PART}{}${BOUNDARY}`,
  result: (body) => Buffer.concat([Buffer.from(`${PART}{"payload":`), body, Buffer.from(`}${BOUNDARY}`)]),
  ending: (error) => {
    const last = error ? `${PART}${JSON.stringify({ payload: null, errors: [error] })}${BOUNDARY}` : '';
    return `${last}--\r\n`;
  },
};
