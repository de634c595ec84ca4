import { Arg, Ctx, ID, Mutation, Query, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { SessionPayload } from '../session/session.payload.ts';
import { toPayload } from '../session/to-payload.ts';
import { exchangeSignInCode } from './exchange-sign-in-code.ts';
import { linkSignInProvider } from './link-sign-in-provider.ts';
import { providerMethod } from './list-sign-in-methods.ts';
import { signInProviders } from './providers.ts';
import { removeSignInMethod } from './remove-sign-in-method.ts';
import { SignInMethod, SignInProvider } from './sign-in-method.payload.ts';

@Resolver(() => SignInMethod)
export class SignInResolver {
  /** The providers that people may sign in by, at `/auth/<name>`. */
  @Query(() => [SignInProvider])
  signInProviders(@Ctx() context: DomainContext) {
    return [...context.use(signInProviders).values()].map(({ settings: { name, label } }) => ({ name, label: label ?? name }));
  }

  /** Logs in whom a provider has sent back: the code from behind the page’s `#`, and the secret whose challenge the page gave before. */
  @Mutation(() => SessionPayload)
  async exchangeSignInCode(
    @Ctx() context: DomainContext,
    @Arg('code', () => String) code: string,
    @Arg('verifier', () => String) verifier: string,
  ) {
    return toPayload(context, await context.run(exchangeSignInCode, { code, verifier }));
  }

  /** Links a provider with one’s own account, by the same code and secret. It takes a log-in of the last fifteen minutes. */
  @Mutation(() => SignInMethod)
  async linkSignInProvider(
    @Ctx() context: DomainContext,
    @Arg('code', () => String) code: string,
    @Arg('verifier', () => String) verifier: string,
  ) {
    return providerMethod(context, await context.run(linkSignInProvider, { code, verifier }));
  }

  /** Takes a way to log in away from one’s own account, but never the last. It takes a log-in of the last fifteen minutes. */
  @Mutation(() => Boolean)
  removeSignInMethod(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(removeSignInMethod, { id });
  }
}
