import { Field, ObjectType } from '@stoa/kit/graphql';
import { SignInMethod } from '../sign-in/sign-in-method.payload.ts';

/** What a program that shows codes has to know. */
@ObjectType()
export class TotpEnrolment {
  /** To be typed, where no picture can be read. */
  @Field(() => String)
  secret!: string;

  /** To be shown as a QR code: `otpauth://totp/…`. */
  @Field(() => String)
  url!: string;
}

/** What a browser is asked for. */
@ObjectType()
export class PasskeyQuestion {
  /** To be sent back with the answer, within five minutes. */
  @Field(() => String)
  challenge!: string;

  /** JSON for `PublicKeyCredential.parseCreationOptionsFromJSON`, or `parseRequestOptionsFromJSON`. */
  @Field(() => String)
  options!: string;
}

/** A second factor that was added. */
@ObjectType()
export class AddedSecondFactor {
  @Field(() => SignInMethod)
  method!: SignInMethod;

  /** Codes to print, each of which lets in once who has lost the other factors. They come with the first one, and are shown this once. */
  @Field(() => [String])
  recoveryCodes!: string[];
}
