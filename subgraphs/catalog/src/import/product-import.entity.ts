import { DateTime, enumOf, Field, ID, Int, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Entity, Enum, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';
import { FORMATS, type TableFormat } from '../table/product-line.ts';
import { type ProductImportStatus, productImportMachine } from './product-import.machine.ts';

const ProductImportStatusEnum = machineEnum(productImportMachine, 'ProductImportStatus');
export const TableFormatEnum = enumOf('TableFormat', Object.keys(FORMATS) as TableFormat[]);

/** A seller's table of products on its way in. How far it is commits with what its lines did, so no line has its effect twice. */
@Entity({ tableName: 'product_import' })
@Index({ properties: ['sellerId', 'id'] })
@Index({
  name: 'product_import_open',
  expression: `create index "product_import_open" on "product_import" ("touched_at") where status in ('PENDING', 'RUNNING')`,
})
@ObjectType('ProductImport')
export class ProductImport {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Property({ type: 'uuid' })
  readonly fileId!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 200 })
  readonly fileName!: string;

  @Field(() => TableFormatEnum)
  @Enum({ items: () => Object.keys(FORMATS) })
  readonly format!: TableFormat;

  @Field(() => ProductImportStatusEnum)
  @Enum({ items: () => [...productImportMachine.states] })
  status!: ProductImportStatus;

  /** Lines with a product; null until they are counted. */
  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  total!: number | null;

  /** Lines that were looked at so far, the failed ones among them. */
  @Field(() => Int)
  @Property({ type: 'integer', default: 0 })
  done!: number;

  @Field(() => Int)
  @Property({ type: 'integer', default: 0 })
  created!: number;

  @Field(() => Int)
  @Property({ type: 'integer', default: 0 })
  updated!: number;

  /** Lines with a fault, which changed nothing; `errors` names them. */
  @Field(() => Int)
  @Property({ type: 'integer', default: 0 })
  failed!: number;

  /** Why it ended before its last line, in words for its seller. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 300, nullable: true })
  failure!: string | null;

  /** In bytes: where the next line begins. */
  @Property({ type: 'bigint', runtimeType: 'number', defaultRaw: '0' })
  nextOffset!: number;

  @Property({ type: 'integer', default: 1 })
  nextLine!: number;

  /** Those of a CSV table, in their order; null until they were read. */
  @Property({ type: 'json', nullable: true })
  columns!: string[] | null;

  /** Tries in a row that brought no line in. */
  @Property({ type: 'integer', default: 0 })
  attempts!: number;

  /** When it was last worked at, or is to be next: whose turn comes goes by this. */
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  touchedAt!: Date;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Field(() => Int)
  @Property({ type: 'integer', version: true })
  readonly version!: number;

  static of(facts: Pick<ProductImport, 'sellerId' | 'fileId' | 'fileName' | 'format'>): ProductImport {
    const nothingYet = {
      total: null,
      done: 0,
      created: 0,
      updated: 0,
      failed: 0,
      failure: null,
      columns: null,
      attempts: 0,
      endedAt: null,
    };
    const atTheBeginning = {
      status: productImportMachine.initial,
      nextOffset: 0,
      nextLine: 1,
      touchedAt: new Date(),
      createdAt: new Date(),
    };
    return Object.assign(new ProductImport(), nothingYet, atTheBeginning, facts, { id: newId() });
  }
}
