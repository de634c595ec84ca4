import { OUTCOMES } from '@stoa/kit/audit';
import { Attribute, DateTime, enumOf, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, Enum, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

export type AuditOutcome = (typeof OUTCOMES)[number];
export const AuditOutcomeEnum = enumOf('AuditOutcome', OUTCOMES);

/** Something that somebody of the staff did, or was refused. It is written with the deed, and the database lets nobody change it. */
@Entity({ tableName: 'audit_entry' })
@Index({ name: 'audit_entry_actor', properties: ['actorId', 'id'] })
@Index({ name: 'audit_entry_subject', properties: ['subjectId', 'id'] })
@Index({ name: 'audit_entry_domain', properties: ['domain', 'action', 'id'] })
@Index({ name: 'audit_entry_on_behalf_of', properties: ['onBehalfOfId', 'id'] })
@ObjectType('AuditEntry')
export class AuditEntry {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly actorId!: string;

  /** The user for whom it was done by acting for them. */
  @Property({ type: 'uuid', nullable: true, fieldName: 'on_behalf_of' })
  readonly onBehalfOfId!: string | null;

  /** Where it was done: the domain of the mutation. */
  @Field(() => String)
  @Property({ type: 'string', length: 40, default: 'identity' })
  readonly domain!: string;

  /** What was done, as the graph names it: `suspendUser`. */
  @Field(() => String)
  @Property({ type: 'string', length: 60 })
  readonly action!: string;

  /** The type of what it was done to, `User`. */
  @Field(() => String)
  @Property({ type: 'string', length: 40 })
  readonly subjectType!: string;

  /** Null where a refusal came before there was anything. */
  @Field(() => ID, { nullable: true })
  @Property({ type: 'text', nullable: true })
  readonly subjectId!: string | null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 500, nullable: true })
  readonly reason!: string | null;

  /** What was asked in ids, numbers and choices, by the paths of the arguments; words are left out. */
  @Field(() => [Attribute])
  @Property({ type: 'json', defaultRaw: `'[]'` })
  readonly facts!: Attribute[];

  @Field(() => AuditOutcomeEnum)
  @Enum({ items: () => [...OUTCOMES], default: 'DONE' })
  readonly outcome!: AuditOutcome;

  /** Of what was refused or failed, the code that was answered. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 60, nullable: true })
  readonly code!: string | null;

  /** Leads to the logs and traces of the request. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 40, nullable: true })
  readonly traceId!: string | null;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly at!: Date;
}
