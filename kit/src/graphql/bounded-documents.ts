import { type DocumentNode, GraphQLError, Kind, parse } from 'graphql';
import { longestList, type SizeLimits, whyTooLarge } from '../limits/index.ts';

/**
 * What a gateway may make of the largest operation that it takes: it joins what several places ask of one subgraph, adds keys, spreads
 * fragments out and asks about up to a thousand entities. More is nobody's honest work.
 */
const LIMITS: SizeLimits & { readonly maxTokens: number; readonly maxListItems: number } = {
  maxTokens: 15_000,
  maxDepth: 30,
  maxAliases: 2_000,
  maxFields: 5_000,
  maxQueryRootFields: 100,
  maxMutationRootFields: 5,
  maxDirectives: 500,
  maxRepeatedFields: 1_000,
  maxListItems: 1_000,
};

/** So many texts are remembered. */
const MAX_DOCUMENTS = 1_000;

/** The operations that a subgraph was sent, parsed once and found small enough, whoever sent them and by whatever way. */
export class BoundedDocuments {
  readonly #known = new Map<string, DocumentNode>();

  /** The document; or the error, with GRAPHQL_PARSE_FAILED or OPERATION_TOO_LARGE, for a text that is none or too large. */
  parse(query: string): DocumentNode | GraphQLError {
    const known = this.#known.get(query);
    if (known) return known;
    const document = parseBounded(query);
    if (document instanceof GraphQLError) return document;
    if (this.#known.size >= MAX_DOCUMENTS) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(query, document);
    return document;
  }

  /** The error for variables with a list that is too long. */
  refusedVariables(variables: unknown): GraphQLError | undefined {
    const items = longestList(variables);
    return items > LIMITS.maxListItems
      ? tooLarge(`The variables have a list of ${items} items, at most ${LIMITS.maxListItems} are allowed`)
      : undefined;
  }
}

function parseBounded(query: string): DocumentNode | GraphQLError {
  try {
    const document = parse(query, { maxTokens: LIMITS.maxTokens });
    for (const definition of document.definitions) {
      const why = definition.kind === Kind.OPERATION_DEFINITION ? whyTooLarge(document, definition, LIMITS) : undefined;
      if (why !== undefined) return tooLarge(why);
    }
    return document;
  } catch (error) {
    // A document may nest more deeply than the parser's own recursion goes.
    if (error instanceof RangeError) return tooLarge('The document is nested too deeply');
    if (!(error instanceof GraphQLError)) throw error;
    if (error.message.includes('Document contains more that')) return tooLarge(`The document has more than ${LIMITS.maxTokens} tokens`);
    return new GraphQLError(error.message, { ...error, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  }
}

const tooLarge = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'OPERATION_TOO_LARGE' } });
