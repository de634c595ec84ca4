import {
  Arg,
  Args,
  Ctx,
  connectionOf,
  FieldResolver,
  ID,
  newestFirst,
  PageArgs,
  Query,
  Resolver,
  Root,
  toEntityId,
} from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { User } from '../user/user.entity.ts';
import { userReference } from '../user/user.reference.ts';
import { AuditEntry } from './audit-entry.entity.ts';

const AuditEntryConnection = connectionOf(AuditEntry, 'AuditEntry');

@Resolver(() => AuditEntry)
export class AuditResolver {
  /** What administrators did to accounts and keys, the last first; to one thing, or by one of them, where that is asked. */
  @Query(() => AuditEntryConnection)
  auditLog(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('subjectId', () => ID, { nullable: true }) subjectId?: string,
    @Arg('actorId', () => ID, { nullable: true }) actorId?: string,
  ) {
    const where = { ...(subjectId && { subjectId: toEntityId(subjectId) }), ...(actorId && { actorId: toEntityId(actorId) }) };
    return newestFirst(context.read, AuditEntry, where, page);
  }

  @FieldResolver(() => User, { nullable: true })
  actor(@Ctx() context: DomainContext, @Root() { actorId }: AuditEntry) {
    return context.load(userReference.loader, actorId);
  }
}
