import { Arg, Ctx, ID, Mutation, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { linkTelegram, TelegramLink } from '../telegram/link-telegram.ts';
import { PushTarget, PushTargetInput, registerPush } from './register-push.ts';
import { removePush } from './remove-contact.ts';

@Resolver()
export class ContactResolver {
  /** Has the viewer told things in this browser or app. */
  @Mutation(() => PushTarget)
  registerPush(@Ctx() context: DomainContext, @Arg('input', () => PushTargetInput) input: PushTargetInput) {
    return context.run(registerPush, input);
  }

  @Mutation(() => Boolean)
  removePush(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(removePush, { id });
  }

  /** A link to the bot: whoever starts it by that is told things in that chat. */
  @Mutation(() => TelegramLink)
  linkTelegram(@Ctx() context: DomainContext) {
    return context.run(linkTelegram, {});
  }
}
