import { Arg, Args, Ctx, connectionOf, FieldResolver, newestFirst, PageArgs, Query, Resolver, Root, toEntityId } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { User } from '../user/user.entity.ts';
import { userReference } from '../user/user.reference.ts';
import { AuditFilter } from './audit.input.ts';
import { AuditEntry } from './audit-entry.entity.ts';

const AuditEntryConnection = connectionOf(AuditEntry, 'AuditEntry');

@Resolver(() => AuditEntry)
export class AuditResolver {
  /** What staff did, and were refused, in all domains, the last first. What was done elsewhere is here within a minute. */
  @Query(() => AuditEntryConnection)
  auditLog(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AuditFilter, { nullable: true }) { actorId, onBehalfOfId, from, to, ...filter }: AuditFilter = {},
  ) {
    const where = {
      ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value != null)),
      ...(actorId != null && { actorId: toEntityId(actorId) }),
      ...(onBehalfOfId != null && { onBehalfOfId: toEntityId(onBehalfOfId) }),
      ...((from || to) && { at: { ...(from && { $gte: from }), ...(to && { $lt: to }) } }),
    };
    return newestFirst(context.read, AuditEntry, where, page);
  }

  @FieldResolver(() => User, { nullable: true })
  actor(@Ctx() context: DomainContext, @Root() { actorId }: AuditEntry) {
    return context.load(userReference.loader, actorId);
  }

  /** The user for whom the actor acted; null where they did their own work. */
  @FieldResolver(() => User, { nullable: true })
  onBehalfOf(@Ctx() context: DomainContext, @Root() { onBehalfOfId }: AuditEntry) {
    return onBehalfOfId && context.load(userReference.loader, onBehalfOfId);
  }
}
