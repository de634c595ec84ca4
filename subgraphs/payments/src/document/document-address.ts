import { createHmac, timingSafeEqual } from 'node:crypto';
import { indexBy, loader } from '@stoa/kit/graphql';
import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';
import type { DomainContext } from '@stoa/kit/use-case';
import { paymentSettings } from '../provider/payment-settings.ts';
import type { PaymentDocument } from './document.entity.ts';

/** As long as an address of a document is good, in seconds: long enough to open it. */
const ADDRESS_SECONDS = 300;

/** What signs the addresses of documents, for all replicas. Another secret in its row ends those that were given. */
@Entity({ tableName: 'document_key' })
export class DocumentKey {
  @PrimaryKey({ type: 'string', length: 20 })
  readonly purpose!: string;

  @Property({ type: 'string', length: 100 })
  readonly secret!: string;
}

const documentKey = loader<string, DocumentKey>(async ({ rows }, purposes) =>
  indexBy(await rows.by(DocumentKey, 'purpose', purposes), (key) => key.purpose),
);

const secretOf = async (context: DomainContext): Promise<string> => (await context.load(documentKey, 'addresses'))!.secret;

/** An address under which whoever has it reads a document as a PDF, for some minutes. */
export async function addressOf(context: DomainContext, { id }: Pick<PaymentDocument, 'id'>): Promise<string> {
  const until = String(Math.floor(Date.now() / 1_000) + ADDRESS_SECONDS);
  const address = new URL(`/documents/${id}`, context.use(paymentSettings).STOA_PUBLIC_URL);
  address.search = new URLSearchParams({ until, signature: sign(await secretOf(context), id, until) }).toString();
  return address.href;
}

/** Whether somebody was given this address, and not too long ago. */
export async function isGiven(context: DomainContext, id: string, query: URLSearchParams): Promise<boolean> {
  const [until, signature] = [query.get('until') ?? '', query.get('signature') ?? ''];
  const right = Buffer.from(sign(await secretOf(context), id, until));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right) && Number(until) * 1_000 >= Date.now();
}

const sign = (secret: string, id: string, until: string): string =>
  createHmac('sha256', secret).update(`${id} ${until}`).digest('base64url');
