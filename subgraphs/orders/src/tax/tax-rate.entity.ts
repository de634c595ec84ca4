import { DateTime, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Check, Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What is owed to a country, or one of its regions, of what is sold there: of one category, or of everything else and of sending. */
@Entity({ tableName: 'tax_rate' })
@Check({ name: 'tax_rate_share', expression: 'rate_ppm >= 0 and rate_ppm <= 1000000' })
@ObjectType('TaxRate')
export class TaxRate {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Field(() => String)
  @Property({ type: 'character', length: 2 })
  readonly country!: string;

  /** As addresses have it; null for all of the country that has no rate of its own. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 100, nullable: true })
  readonly region!: string | null;

  @Field(() => ID, { nullable: true })
  @Property({ type: 'uuid', nullable: true })
  readonly categoryId!: string | null;

  /** 19 % is 190,000. */
  @Property({ type: 'integer' })
  readonly ratePpm!: number;

  /** Whether prices include it already, or it comes on top. */
  @Field(() => Boolean)
  @Property({ type: 'boolean' })
  readonly included!: boolean;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly setAt!: Date;
}
