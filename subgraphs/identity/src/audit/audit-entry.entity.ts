import { DateTime, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, newId, PrimaryKey, Property } from '@stoa/kit/persistence';

/** Something that an administrator did. It is written with the deed, and the database lets nobody change it. */
@Entity({ tableName: 'audit_entry' })
@ObjectType('AuditEntry')
export class AuditEntry {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly actorId!: string;

  /** What was done, as the graph names it: `suspendUser`. */
  @Field(() => String)
  @Property({ type: 'string', length: 60 })
  readonly action!: string;

  /** The type of what it was done to, `User`. */
  @Field(() => String)
  @Property({ type: 'string', length: 40 })
  readonly subjectType!: string;

  @Field(() => ID)
  @Property({ type: 'uuid' })
  readonly subjectId!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 500, nullable: true })
  readonly reason!: string | null;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly at!: Date;

  static of(facts: Pick<AuditEntry, 'actorId' | 'action' | 'subjectType' | 'subjectId' | 'reason'>): AuditEntry {
    return Object.assign(new AuditEntry(), facts, { id: newId() });
  }
}
