import { Field, InputType, SafeInt, text } from '@stoa/kit/graphql';
import { z } from 'zod';
import { UploadPurpose } from './upload-rules.ts';

@InputType()
export class RequestUploadInput {
  @Field(() => String)
  fileName!: string;

  @Field(() => String)
  contentType!: string;

  /** In bytes, exactly: the address takes neither more nor less. */
  @Field(() => SafeInt)
  size!: number;

  @Field(() => UploadPurpose)
  purpose!: UploadPurpose;

  /** SHA-256 of the bytes in base64; where it is given, the store takes no other bytes. */
  @Field(() => String, { nullable: true })
  sha256?: string | null;
}

export const requestUploadInput = z.object({
  fileName: text(200),
  contentType: z.string().trim().toLowerCase().max(100),
  size: z.number().int().positive('a file has at least one byte'),
  purpose: z.enum(UploadPurpose),
  sha256: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64')
    .nullish(),
});
