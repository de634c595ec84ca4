import { createHash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import type { OperationRequest } from '../execute/operation-request.ts';
import { gatewayError } from '../gateway-error.ts';
import { LruMap } from '../lru-map.ts';
import type { OperationManifest } from './operation-manifest.ts';

/**
 * What a client may send. `open`: any operation. `apq`: any, and it may register one, to send it by its hash from then on.
 * `safelist`: the operations of its manifest and nothing else.
 */
export type ClientMode = 'open' | 'apq' | 'safelist';

const STRICTNESS: readonly ClientMode[] = ['open', 'apq', 'safelist'];

/** A text that is known by an id. What was prepared of it is kept by this very object, so the text is not looked at again. */
export interface StoredDocument {
  readonly id: string;
  readonly text: string;
}

/** The text that a request means. */
export interface FoundDocument {
  readonly text: string;
  readonly stored?: StoredDocument;
  /** The hash under which the text is to be kept once it has been found good. */
  readonly register?: string;
}

export interface DocumentOptions {
  /** For clients that have no mode of their own, and at least for the others; `apq` unless told. */
  readonly defaultMode?: ClientMode;
  /** By the client's name, which is a claim and no proof: so a mode can only be stricter than the default. */
  readonly modes?: Readonly<Record<string, ClientMode>>;
  /** How many registered texts are kept; those used longest ago go first. */
  readonly maxRegistered?: number;
}

/** A longer text runs, but is not kept, so that the texts which strangers register have a bound in bytes too. */
const MAX_REGISTERED_LENGTH = 32 * 1024;

interface KnownDocuments {
  readonly byId: ReadonlyMap<string, StoredDocument>;
  readonly byText: ReadonlyMap<string, StoredDocument>;
}

/** Manifests by the name of their client. */
export interface Manifests {
  /** Of clients that say themselves who they are. */
  readonly clients: ReadonlyMap<string, OperationManifest>;
  /** Of partners, who prove it by a key. Nobody else may send their operations by id, or find them in a list. */
  readonly partners: ReadonlyMap<string, OperationManifest>;
}

const NONE: KnownDocuments = { byId: new Map(), byText: new Map() };

/** Tells which text a request means: the one it brings, one of a manifest, or one that was registered. */
export class Documents {
  readonly #defaultMode: ClientMode;
  readonly #modes: ReadonlyMap<string, ClientMode>;
  readonly #registered: LruMap<string, StoredDocument>;
  #ofClients: ReadonlyMap<string, KnownDocuments> = new Map();
  #ofPartners: ReadonlyMap<string, KnownDocuments> = new Map();
  #ofAll = NONE;

  constructor({ defaultMode = 'apq', modes = {}, maxRegistered = 1_000 }: DocumentOptions = {}) {
    const stricter = (mode: ClientMode): ClientMode => (STRICTNESS.indexOf(mode) > STRICTNESS.indexOf(defaultMode) ? mode : defaultMode);
    this.#defaultMode = defaultMode;
    this.#modes = new Map(Object.entries(modes).map(([client, mode]) => [client, stricter(mode)]));
    this.#registered = new LruMap(maxRegistered);
  }

  /** Takes the manifests of all clients in place of those before. A text that stays keeps what was prepared of it. */
  replace({ clients, partners }: Manifests): void {
    const known = [...this.#ofClients.values(), ...this.#ofPartners.values()].map(({ byText }) => byText);
    const store = ({ id, body }: { id: string; body: string }): StoredDocument => {
      const before = known.map((byText) => byText.get(body)).find((document) => document?.id === id);
      return before ?? { id, text: body };
    };
    const index = (manifests: ReadonlyMap<string, OperationManifest>): ReadonlyMap<string, KnownDocuments> =>
      new Map([...manifests].map(([client, { operations }]) => [client, indexed(operations.map(store))]));
    this.#ofClients = index(clients);
    this.#ofPartners = index(partners);
    this.#ofAll = indexed([...this.#ofClients.values()].flatMap(({ byId }) => [...byId.values()]));
  }

  /** The document that is asked for, or why there is none. A partner is one by its key, whatever it calls itself. */
  find(request: OperationRequest, partner?: string): FoundDocument | GraphQLError {
    if (partner !== undefined) return ofList(this.#ofPartners.get(partner) ?? NONE, request);
    const { query, documentId, persistedHash, client } = request;
    const mode = (client !== undefined && this.#modes.get(client)) || this.#defaultMode;
    const known = (mode === 'safelist' && client !== undefined && this.#ofClients.get(client)) || this.#ofAll;
    if (mode === 'safelist') return ofList(known, request);
    const id = documentId ?? persistedHash;
    if (id === undefined) return { text: query! };
    // Whoever may send any text may name any text that is known.
    const stored = known.byId.get(id);
    if (stored) return storedUnlessOther(stored, query);
    if (mode !== 'apq' || persistedHash === undefined) {
      if (query !== undefined && sha256(query) !== id) return hashDiffers();
      if (query !== undefined) return { text: query };
      return mode === 'open' && persistedHash !== undefined ? notSupported() : notFound();
    }
    return query === undefined ? this.#registeredAs(id) : this.#toRegister(query, id);
  }

  /** Whether there is a manifest of this client. */
  hasClient(client: string): boolean {
    return this.#ofClients.has(client);
  }

  /** Every document that is known by an id. */
  *stored(): IterableIterator<StoredDocument> {
    yield* this.#ofAll.byId.values();
    for (const { byId } of this.#ofPartners.values()) yield* byId.values();
    yield* this.#registered.values();
  }

  /** Keeps a text that was found good under its hash. */
  register({ text, register }: FoundDocument): void {
    if (register !== undefined && text.length <= MAX_REGISTERED_LENGTH) this.#registered.set(register, { id: register, text });
  }

  #registeredAs(hash: string): FoundDocument | GraphQLError {
    const stored = this.#registered.get(hash);
    return stored ? { text: stored.text, stored } : notFound();
  }

  #toRegister(text: string, hash: string): FoundDocument | GraphQLError {
    const stored = this.#registered.get(hash);
    if (stored?.text === text) return { text, stored };
    return sha256(text) === hash ? { text, register: hash } : hashDiffers();
  }
}

/** What a list holds under the id, or with the very text. */
function ofList(list: KnownDocuments, { query, documentId, persistedHash }: OperationRequest): FoundDocument | GraphQLError {
  const stored = list.byId.get(documentId ?? persistedHash ?? '');
  if (stored) return storedUnlessOther(stored, query);
  if (query === undefined) return notFound();
  const listed = list.byText.get(query);
  return listed
    ? { text: query, stored: listed }
    : gatewayError('QUERY_NOT_IN_SAFE_LIST', 'This client may send the operations of its manifest only');
}

const storedUnlessOther = (stored: StoredDocument, query: string | undefined): FoundDocument | GraphQLError =>
  query === undefined || query === stored.text ? { text: stored.text, stored } : hashDiffers();

function indexed(documents: readonly StoredDocument[]): KnownDocuments {
  return {
    byId: new Map(documents.map((document) => [document.id, document])),
    byText: new Map(documents.map((document) => [document.text, document])),
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

// The messages are those that Apollo's clients look for.
const notFound = (): GraphQLError => gatewayError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
const notSupported = (): GraphQLError => gatewayError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
const hashDiffers = (): GraphQLError => gatewayError('BAD_REQUEST', 'The id is not that of the text beside it');
