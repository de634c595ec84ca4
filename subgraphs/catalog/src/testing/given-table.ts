import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Viewer } from '@stoa/kit/auth';
import { notFound } from '@stoa/kit/errors';
import { newId } from '@stoa/kit/persistence';
import { answering, type CommandAnswer, type TestSubgraph } from '@stoa/kit/testing';
import { completeProductTable, linkProductTable, openProductTable, storeProductTable } from '@stoa/schema/commands/media';

interface Table {
  readonly sellerId: string | null;
  readonly contentType: string;
  bytes: Buffer;
  isComplete?: boolean;
  /** After so many bytes of an answer the connection breaks. */
  breaksAfter?: number;
  /** After so many bytes of its second answer, of which lines are taken in, the rest waits for this. */
  waits?: { readonly after: number; readonly until: Promise<void> };
  answers?: number;
}

/** Media and its object store, as far as tables of products go. */
export class TablesAtHand {
  readonly tables = new Map<string, Table>();
  /** So many of the next answers that a table is completed are lost. */
  lostAnswers = 0;
  readonly commands: readonly CommandAnswer[];
  #url = '';

  private constructor(private readonly server: ReturnType<typeof createServer>) {
    this.#url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.commands = [
      answering(openProductTable, ({ fileId, sellerId }) => {
        const table = this.tables.get(fileId);
        if (!table || table.sellerId !== sellerId) throw notFound('table of products');
        return { url: this.urlOf(fileId), size: table.bytes.length, contentType: table.contentType, fileName: 'products' };
      }),
      answering(storeProductTable, ({ fileId, sellerId, contentType }) => {
        if (this.tables.get(fileId)?.isComplete) return { upload: null };
        this.tables.set(fileId, { sellerId, contentType, bytes: Buffer.alloc(0) });
        return { upload: { url: this.urlOf(fileId), headers: [{ name: 'content-type', value: contentType }] } };
      }),
      answering(completeProductTable, ({ fileId }) => {
        this.tables.get(fileId)!.isComplete = true;
        if (this.lostAnswers-- > 0) throw new Error('the answer is lost');
        return {};
      }),
      answering(linkProductTable, ({ fileId }) => ({ link: { url: this.urlOf(fileId), expiresAt: new Date().toISOString() } })),
    ];
  }

  static async start(): Promise<TablesAtHand> {
    const held: { tables?: TablesAtHand } = {};
    const server = createServer((request, response) => void held.tables!.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    held.tables = new TablesAtHand(server);
    return held.tables;
  }

  /** A table that a seller has uploaded; its id. */
  upload(seller: Viewer, text: string, contentType = 'application/x-ndjson'): string {
    const fileId = newId();
    this.tables.set(fileId, { sellerId: seller.sellerId, contentType, bytes: Buffer.from(text) });
    return fileId;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private urlOf(fileId: string): string {
    return `${this.#url}/${fileId}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const table = this.tables.get(request.url!.slice(1))!;
    if (request.method === 'PUT') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      table.bytes = Buffer.concat(chunks);
      response.end();
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const rest = table.bytes.subarray(from);
    response.writeHead(206, { 'content-length': rest.length });
    table.answers = (table.answers ?? 0) + 1;
    if (table.waits && table.answers === 2) {
      response.write(rest.subarray(0, table.waits.after));
      await table.waits.until;
      response.end(rest.subarray(table.waits.after));
    } else if (table.breaksAfter === undefined || table.breaksAfter >= rest.length) response.end(rest);
    else response.write(rest.subarray(0, table.breaksAfter), () => response.destroy());
  }
}

export interface ImportSeen {
  readonly id: string;
  readonly status: string;
  readonly total: number | null;
  readonly done: number;
  readonly created: number;
  readonly updated: number;
  readonly failed: number;
  readonly failure: string | null;
  readonly errors: { readonly nodes: readonly { line: number; sku: string | null; code: string; field: string | null; message: string }[] };
}

const IMPORT = `id status total done created updated failed failure
  errors(first: $first, after: $after) { nodes { line sku code field message } totalCount pageInfo { endCursor hasNextPage } }`;

export async function beginImport(catalog: TestSubgraph, seller: Viewer, fileId: string): Promise<string> {
  const begun = await catalog
    .as(seller)
    .query<{ importProducts: { id: string } }>('mutation ($fileId: ID!) { importProducts(fileId: $fileId) { id } }', { fileId });
  return begun.importProducts.id;
}

export async function importOf(catalog: TestSubgraph, seller: Viewer, id: string, page: object = { first: 100 }): Promise<ImportSeen> {
  const { productImport } = await catalog
    .as(seller)
    .query<{ productImport: ImportSeen }>(`query ($id: ID!, $first: Int, $after: String) { productImport(id: $id) { ${IMPORT} } }`, {
      id,
      ...page,
    });
  return productImport;
}
