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
  let best: { type: ResponseMediaType; quality: number } | undefined;
  for (const range of accept.split(',')) {
    const [name, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const type = ANSWERED[name ?? ''];
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (type && quality > 0 && quality > (best?.quality ?? 0)) best = { type, quality };
  }
  return best?.type;
}

/** Whether a person's browser asks, and not a program. */
export const wantsPage = (accept: string | undefined): boolean => accept?.includes('text/html') ?? false;
