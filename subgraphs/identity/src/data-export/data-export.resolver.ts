import { Ctx, FieldResolver, Mutation, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { User } from '../user/user.entity.ts';
import { DataExport } from './data-export.entity.ts';
import { exportAddress, exportsOfUsers } from './data-export.reader.ts';
import { requestDataExport } from './request-data-export.ts';

@Resolver(() => DataExport)
export class DataExportResolver {
  /** Has all that is held of oneself gathered, which takes some moments. Once a day; before that, the last one is answered. */
  @Mutation(() => DataExport)
  requestDataExport(@Ctx() context: DomainContext) {
    return context.run(requestDataExport, {});
  }

  /** Where it can be read as JSON, for some minutes; null until it is complete. */
  @FieldResolver(() => String, { nullable: true })
  url(@Ctx() context: DomainContext, @Root() dataExport: DataExport) {
    return exportAddress(context, dataExport);
  }
}

@Resolver(() => User)
export class UserDataExportsResolver {
  /** Those that are kept still, the newest first. */
  @FieldResolver(() => [DataExport], { nullable: true })
  dataExports(@Ctx() context: DomainContext, @Root() user: User) {
    return context.load(exportsOfUsers, user.id).then((found) => found ?? []);
  }
}
