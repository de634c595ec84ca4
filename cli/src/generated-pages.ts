import type { GatewayCode } from '@stoa/gateway/gateway-error';
import { type ErrorCode, errorCodes } from '@stoa/kit/errors';
import type { Manifest } from '@stoa/kit/subgraph';
import { configurationPage } from './configuration-page.ts';
import { manifestBlock } from './manifest-block.ts';
import { metricsPage } from './metrics-page.ts';

/** What the pages are made from; nothing here is read from a disk. */
export interface PageSources {
  readonly manifests: readonly Manifest[];
  /** Names of the commands that each subgraph asks of others, by subgraph. */
  readonly askedCommands: ReadonlyMap<string, readonly string[]>;
  /** The text of a file as it is now, by its path from the project's folder; null where there is none. */
  readonly textOf: (path: string) => string | null;
}

const BLOCK_BEGINS = '<!-- Made by `npm run schema` from src/index.ts; what is written between these two marks is lost. -->';
const BLOCK_ENDS = '<!-- Here the made part ends. -->';

/** Codes that only the gateway gives. A code that is missing here does not compile. */
const codesOfTheGateway: Readonly<Record<Exclude<GatewayCode, ErrorCode>, string>> = {
  API_KEY_INVALID:
    'The key in `x-api-key` is none, or no longer one, of this deployment; the answer is the same for whatever is wrong with it.',
  BAD_REQUEST: 'This is no GraphQL request: no JSON, no query, a mutation by GET, or a subscription without a stream.',
  COST_ESTIMATED_TOO_EXPENSIVE: 'The operation may cost more than is allowed; `cost` has the `estimated` cost and the `max`.',
  GRAPHQL_PARSE_FAILED: 'The text of the operation is no GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The operation does not fit the schema.',
  PERSISTED_QUERY_NOT_FOUND: 'No document is known by this id; send its text beside the hash to register it, where the client may.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'The client may not register documents, or asks in another version than 1; send the text.',
  QUERY_NOT_IN_SAFE_LIST: 'The client may send the operations of its manifest only, and this is none of them.',
  RECONNECT:
    'The subscription ends because the gateway stops or serves another schema; connect and subscribe again after the last event seen.',
  SUBSCRIBER_TOO_SLOW: 'The subscription ends because its events were not taken in time; subscribe again after the last one seen.',
  TOO_MANY_CONNECTIONS: 'No more streams or sockets are opened for this user, or at all; `limit` says how many may be.',
  TOO_MANY_SUBSCRIPTIONS: 'No more subscriptions are opened for this user or on this socket; `limit` says how many may be.',
};

/** The pages of the documentation that are made from code, by their path from the project's folder. */
export function generatedPages({ manifests, askedCommands, textOf }: PageSources): Map<string, string> {
  const pages = new Map([
    ['docs/errors.md', errorsPage()],
    ['docs/configuration.md', configurationPage()],
    ['docs/metrics.md', metricsPage(manifests)],
  ]);
  for (const manifest of manifests) {
    const path = `subgraphs/${manifest.name}/README.md`;
    const block = manifestBlock(manifest, askedCommands.get(manifest.name) ?? []);
    pages.set(path, withBlock(textOf(path) ?? `# ${manifest.name}\n`, block));
  }
  return pages;
}

/** Puts the block between its marks, or at the end of a text that has none yet. */
function withBlock(text: string, block: string): string {
  const begin = text.indexOf(BLOCK_BEGINS);
  const end = text.indexOf(BLOCK_ENDS);
  const [before, after] = begin === -1 || end < begin ? [text, ''] : [text.slice(0, begin), text.slice(end + BLOCK_ENDS.length)];
  const rest = after.trim();
  return `${before.trimEnd()}\n\n${BLOCK_BEGINS}\n\n${block.trim()}\n\n${BLOCK_ENDS}\n${rest ? `\n${rest}\n` : ''}`;
}

function errorsPage(): string {
  const table = (codes: Readonly<Record<string, string>>): string =>
    ['| code | what it means |', '| --- | --- |', ...Object.entries(codes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`)].join(
      '\n',
    );
  return `# Errors

Every error of the graph has a stable code in \`extensions.code\`. Programs go by the code; the message is for people, and may
change. What else helps to go on stands beside the code in \`extensions\`, under the names that the table gives. The page is made
by \`npm run schema\` from \`kit/src/errors/codes.ts\`.

Where waiting helps, \`extensions.retryAfter\` says how many seconds, and \`extensions.service\` which part did not answer. What nobody
foresaw is INTERNAL_SERVER_ERROR: it tells no details, only the \`traceId\` under which the logs have them.

${table(errorCodes)}

## From the gateway alone

${table(codesOfTheGateway)}

## Over HTTP

A client that accepts \`application/graphql-response+json\` gets the status that fits when there is no data at all: 401 for AUTH_001
and API_KEY_INVALID,
429 for RATE_LIMITED, 503 for SERVICE_UNAVAILABLE, 500 for INTERNAL_SERVER_ERROR, 403 for QUERY_NOT_IN_SAFE_LIST and 400 for the rest. A client that accepts only
\`application/json\` gets 200 with the errors in the body, except for API_KEY_INVALID, BAD_REQUEST, OPERATION_TOO_LARGE,
COST_ESTIMATED_TOO_EXPENSIVE, RATE_LIMITED and QUERY_NOT_IN_SAFE_LIST. An answer with some data
is always 200.
`;
}
