import { Arg, Ctx, DateTime, Field, FieldResolver, ObjectType, Query, Resolver, Root } from '@stoa/kit/graphql';
import { countStrictly, type DomainContext, type StrictLimit } from '@stoa/kit/use-case';
import { learningSettings } from '../learning-settings.ts';
import { Certificate } from './certificate.entity.ts';
import { verified } from './certificate.loader.ts';

/** More often than anybody reads numbers off sheets. Whoever has no account is counted by the gateway, where their address is known. */
const CHECKS: StrictLimit = { name: 'certificate checks', max: 60, windowSeconds: 60 };

/** What a certificate says. */
@ObjectType()
class CertificateCheck {
  /** False where the course was given back afterwards. */
  @Field(() => Boolean)
  valid!: boolean;

  @Field(() => String)
  number!: string;

  @Field(() => String)
  studentName!: string;

  @Field(() => String)
  courseName!: string;

  @Field(() => DateTime)
  issuedAt!: Date;
}

@Resolver(() => Certificate)
export class CertificateResolver {
  /** Null: there is no such number. */
  @Query(() => CertificateCheck, { nullable: true })
  async verifyCertificate(@Ctx() context: DomainContext, @Arg('number', () => String) number: string): Promise<CertificateCheck | null> {
    const asker = context.viewer.userId ?? context.viewer.guestId;
    if (asker) await countStrictly(context, CHECKS, asker);
    const found = await verified(context, number);
    if (!found) return null;
    const { number: as, studentName, courseName, issuedAt } = found.certificate;
    return { valid: found.valid, number: as, studentName, courseName, issuedAt };
  }

  /** A page that everybody who has the address can read, with the PDF beside it. */
  @FieldResolver(() => String)
  url(@Ctx() context: DomainContext, @Root() { number }: Certificate): string {
    return new URL(`/certificates/${number}`, context.use(learningSettings).STOA_PUBLIC_URL).href;
  }
}
