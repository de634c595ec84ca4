import { Check, Entity, Index, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import type { CarriedChannel } from '../channel/channel.ts';

/** Where somebody is reached by another way than mail, whose address is identity's. */
@Entity({ tableName: 'contact' })
@Unique({ properties: ['channel', 'value'] })
@Index({ properties: ['userId'] })
@Check({ name: 'contact_channel', expression: `channel in ('SMS', 'PUSH', 'TELEGRAM')` })
export class Contact {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly userId!: string;

  @Property({ type: 'string', length: 10 })
  readonly channel!: Exclude<CarriedChannel, 'EMAIL'>;

  /** As `OutgoingMessage.recipient` takes it. */
  @Property({ type: 'string', length: 2_000 })
  readonly value!: string;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;
}
