import { badInput } from '@stoa/kit/errors';
import { Arg, Ctx, Field, ObjectType, Query, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { isKind, KINDS, kinds, pageOf } from '../kind/kinds.ts';
import { notificationSettings, storefrontOf } from '../settings.ts';
import { UNSUBSCRIBE_PATH } from '../unsubscribe/unsubscribe-link.ts';
import { exampleOf } from './examples.ts';
import { LANGUAGES, type LanguageCode, languageOf } from './languages.ts';
import { render } from './render.ts';

/** What a mail of a kind would look like. */
@ObjectType()
class NotificationPreview {
  @Field(() => String)
  title!: string;

  @Field(() => String)
  text!: string;

  @Field(() => String)
  html!: string;
}

@Resolver(() => NotificationPreview)
export class PreviewResolver {
  /** A mail of a kind in a language, about something that nobody has bought. */
  @Query(() => NotificationPreview)
  notificationPreview(
    @Ctx() context: DomainContext,
    @Arg('kind', () => String) kind: string,
    @Arg('locale', () => String, { defaultValue: 'en' }) locale: string,
  ): NotificationPreview {
    if (!isKind(kind)) throw badInput(`kind must be one of ${KINDS.join(', ')}`, 'kind');
    if (!LANGUAGES.includes(locale as LanguageCode)) throw badInput(`locale must be one of ${LANGUAGES.join(', ')}`, 'locale');
    const set = context.use(notificationSettings);
    const notice = exampleOf(kind);
    // A link that is nobody's: it switches nothing off.
    const optOut = kinds[kind].security ? {} : { unsubscribe: new URL(UNSUBSCRIBE_PATH, set.STOA_PUBLIC_URL).href };
    return render(languageOf(locale), notice, { action: `${storefrontOf(set)}${pageOf(notice)}`, ...optOut });
  }
}
