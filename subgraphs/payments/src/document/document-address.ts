import { indexBy, loader } from '@stoa/kit/graphql';
import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';
import { isSigned, signAddress } from '@stoa/kit/signed-address';
import type { DomainContext } from '@stoa/kit/use-case';
import { paymentSettings } from '../provider/payment-settings.ts';
import type { PaymentDocument } from './document.entity.ts';

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

const pathOf = (id: string): string => `/documents/${id}`;

/** An address under which whoever has it reads a document as a PDF, for some minutes. */
export const addressOf = async (context: DomainContext, { id }: Pick<PaymentDocument, 'id'>): Promise<string> =>
  signAddress(context.use(paymentSettings).STOA_PUBLIC_URL, pathOf(id), await secretOf(context));

/** Whether somebody was given this address, and not too long ago. */
export const isGiven = async (context: DomainContext, id: string, query: URLSearchParams): Promise<boolean> =>
  isSigned(pathOf(id), query, await secretOf(context));
