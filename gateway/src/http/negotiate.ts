import { eventStream, multipartStream } from '../subscribe/framings.ts';
import type { Framing } from '../subscribe/subscriber.ts';

export type ResponseMediaType = 'application/graphql-response+json' | 'application/json' | 'text/event-stream';

const ANSWERED: Readonly<Record<string, ResponseMediaType>> = {
  'application/graphql-response+json': 'application/graphql-response+json',
  'application/json': 'application/json',
  'text/event-stream': 'text/event-stream',
  'application/*': 'application/json',
  '*/*': 'application/json',
};

/** The media type that an Accept header prefers among ours; undefined when it takes none of them. */
export function negotiate(accept: string | undefined): ResponseMediaType | undefined {
  if (accept === undefined || accept.trim() === '') return 'application/json';
  // Whoever takes streams for subscriptions takes their errors, and all else, as JSON.
  return preferred(accept, ({ name }) => ANSWERED[name]) ?? preferred(accept, (range) => isStreamed(range) && 'application/json');
}

/** Whether an Accept header takes answers in parts, in the form in which Apollo's clients ask for what is deferred. */
export const takesParts = (accept: string | undefined): boolean =>
  accept !== undefined && /deferspec/i.test(accept) && preferred(accept, isInParts) === true;

/** How an Accept header wants to have a subscription's results; undefined when it takes no stream. */
export function negotiateStream(accept: string | undefined): Framing | undefined {
  return preferred(accept ?? '', (range) => (range.name === 'text/event-stream' ? eventStream : isMultipart(range) && multipartStream));
}

interface MediaRange {
  readonly name: string;
  readonly parameters: readonly string[];
}

const isInParts = ({ name, parameters }: MediaRange): boolean =>
  name === 'multipart/mixed' && parameters.some((parameter) => /^deferspec="?20220824"?$/.test(parameter));

const isStreamed = (range: MediaRange): boolean => isMultipart(range) || isInParts(range);

const isMultipart = ({ name, parameters }: MediaRange): boolean =>
  name === 'multipart/mixed' && parameters.some((parameter) => /^subscriptionspec="?1\.0"?$/.test(parameter));

/** What stands for the media range of the greatest quality, among those for which anything does. */
function preferred<Offer>(accept: string, offerFor: (range: MediaRange) => Offer | false | undefined): Offer | undefined {
  let best: { offer: Offer; quality: number } | undefined;
  for (const range of accept.split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const offer = offerFor({ name, parameters });
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (offer && quality > 0 && quality > (best?.quality ?? 0)) best = { offer, quality };
  }
  return best?.offer;
}

/** Whether a person's browser asks, and not a program. */
export const wantsPage = (accept: string | undefined): boolean => accept?.includes('text/html') ?? false;
