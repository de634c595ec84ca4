import { Entity, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';

/** The fields of an address, as columns. */
export interface AddressFields {
  name: string;
  line1: string;
  line2?: string | null;
  city: string;
  region?: string | null;
  postalCode: string;
  country: string;
  phone?: string | null;
}

/** One address in a person's book. */
@Entity({ tableName: 'address' })
export class AddressEntry implements AddressFields {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly userId!: string;

  @Property({ type: 'string', length: 200 })
  name!: string;

  @Property({ type: 'string', length: 200 })
  line1!: string;

  @Property({ type: 'string', length: 200, nullable: true })
  line2!: string | null;

  @Property({ type: 'string', length: 100 })
  city!: string;

  @Property({ type: 'string', length: 100, nullable: true })
  region!: string | null;

  @Property({ type: 'string', length: 20 })
  postalCode!: string;

  @Property({ type: 'character', length: 2 })
  country!: string;

  @Property({ type: 'string', length: 40, nullable: true })
  phone!: string | null;

  static of(userId: string, fields: AddressFields): AddressEntry {
    const optional = { line2: fields.line2 ?? null, region: fields.region ?? null, phone: fields.phone ?? null };
    return Object.assign(new AddressEntry(), fields, optional, { id: newId(), userId });
  }
}
