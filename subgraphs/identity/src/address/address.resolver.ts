import { Address, AddressInput, Arg, Ctx, ID, Mutation, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { addAddress, removeAddress } from './address-book.ts';

@Resolver(() => Address)
export class AddressResolver {
  @Mutation(() => Address)
  addAddress(@Ctx() context: DomainContext, @Arg('input', () => AddressInput) input: AddressInput) {
    return context.run(addAddress, input);
  }

  @Mutation(() => Boolean)
  removeAddress(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(removeAddress, { id });
  }
}
