import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root, type Stub, toEntityId } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { removePhone } from '../contact/remove-contact.ts';
import { UserNotifications } from '../notification/notification.reference.ts';
import { addPhone } from './add-phone.ts';
import { phonesOf } from './phone.loader.ts';
import { Phone, PhoneVerification } from './phone.payload.ts';
import { verifyPhone } from './verify-phone.ts';

@Resolver(() => UserNotifications)
export class PhoneResolver {
  /** The numbers at which somebody is told things by SMS; oneself and administrators only. */
  @FieldResolver(() => [Phone], { nullable: true })
  async phones(@Ctx() context: DomainContext, @Root() user: Stub): Promise<readonly Phone[]> {
    return (await context.load(phonesOf, toEntityId(user.id))) ?? [];
  }

  /** Sends a code of six digits to a number, like `+4915112345678`. It is good for ten minutes and five tries. */
  @Mutation(() => PhoneVerification)
  addPhone(@Ctx() context: DomainContext, @Arg('number', () => String) number: string) {
    return context.run(addPhone, { number });
  }

  /** Says the code that came. What one wants by SMS goes there from then on. */
  @Mutation(() => Phone)
  verifyPhone(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string, @Arg('code', () => String) code: string) {
    return context.run(verifyPhone, { id, code });
  }

  @Mutation(() => Boolean)
  removePhone(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(removePhone, { id });
  }
}
