import { DateTime, Field, ID, Int, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';
import { Entity, Enum, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';
import { TableFormatEnum } from '../import/product-import.entity.ts';
import { FORMATS, type TableFormat } from '../table/product-line.ts';

/** A process that dies while it writes leaves the row PENDING, and the table is written anew. */
export const productExportMachine = machine('ProductExport', {
  states: ['PENDING', 'COMPLETED', 'FAILED'],
  initial: 'PENDING',
  triggers: {
    //            no row   PENDING         COMPLETED FAILED
    complete: [refuse, to('COMPLETED'), ignore, refuse],
    fail: [refuse, to('FAILED'), refuse, ignore],
  },
});

const ProductExportStatusEnum = machineEnum(productExportMachine, 'ProductExportStatus');

/** A table of a seller's products, or of all, that is or was written. Media has its bytes, under the same id, for a week. */
@Entity({ tableName: 'product_export' })
@Index({
  name: 'product_export_open',
  expression: `create index "product_export_open" on "product_export" ("touched_at") where status = 'PENDING'`,
})
@ObjectType('ProductExport')
export class ProductExport {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  /** Null where it has the products of all sellers, for administrators. */
  @Property({ type: 'uuid', nullable: true })
  readonly sellerId!: string | null;

  @Field(() => TableFormatEnum)
  @Enum({ items: () => Object.keys(FORMATS) })
  readonly format!: TableFormat;

  @Field(() => ProductExportStatusEnum)
  @Enum({ items: () => [...productExportMachine.states] })
  status!: StateOf<typeof productExportMachine>;

  /** Products that are written; null while it is on its way. */
  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  total!: number | null;

  /** Tries that came to nothing. */
  @Property({ type: 'integer', default: 0 })
  attempts!: number;

  /** When it is to be written. */
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  touchedAt!: Date;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Property({ type: 'integer', version: true })
  readonly version!: number;

  static of(facts: Pick<ProductExport, 'sellerId' | 'format'>): ProductExport {
    const nothingYet = { status: productExportMachine.initial, total: null, attempts: 0, endedAt: null };
    return Object.assign(new ProductExport(), nothingYet, facts, { id: newId(), touchedAt: new Date(), createdAt: new Date() });
  }
}
