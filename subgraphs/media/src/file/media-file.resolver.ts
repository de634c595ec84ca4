import {
  Arg,
  Ctx,
  DateTime,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
  toEntityId,
} from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';
import { imageAddress } from '../image/image-variants.ts';
import { mediaSettings } from '../store/media-settings.ts';
import { confirmUpload } from './confirm-upload.ts';
import { MediaFile } from './media-file.entity.ts';
import { RequestUploadInput } from './media-file.input.ts';
import { mediaFilePolicy } from './media-file.policy.ts';
import { mediaFileReference } from './media-file.reference.ts';
import { requestUpload } from './request-upload.ts';
import { uploadRules } from './upload-rules.ts';

@ObjectType()
export class Header {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  value!: string;
}

/** What a client needs to send its bytes straight to the object store. */
@ObjectType()
export class Upload {
  @Field(() => MediaFile)
  file!: MediaFile;

  @Field(() => String)
  uploadUrl!: string;

  @Field(() => String)
  method!: string;

  /** To be sent as they are; a browser sets the length by itself. */
  @Field(() => [Header])
  headers!: Header[];

  @Field(() => DateTime)
  expiresAt!: Date;
}

@Resolver(() => MediaFile)
export class MediaFileResolver {
  @Query(() => MediaFile, { nullable: true })
  mediaFile(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return mediaFileReference.resolve(context, { id });
  }

  @Mutation(() => Upload)
  async requestUpload(@Ctx() context: DomainContext, @Arg('input', () => RequestUploadInput) input: RequestUploadInput): Promise<Upload> {
    const { file, upload } = await context.run(requestUpload, input);
    const headers = Object.entries(upload.headers).map(([name, value]) => ({ name, value }));
    return { file, uploadUrl: upload.url, method: 'PUT', headers, expiresAt: file.uploadExpiresAt };
  }

  @Mutation(() => MediaFile)
  confirmUpload(@Ctx() context: DomainContext, @Arg('fileId', () => ID) fileId: string) {
    return context.run(confirmUpload, { fileId });
  }

  /** Where everybody sees it: of images, once they are ready. What is sold has no address but a buyer's own. */
  @FieldResolver(() => String, { nullable: true })
  url(@Ctx() context: DomainContext, @Root() file: MediaFile) {
    return addressOf(context, file, 'large');
  }

  @FieldResolver(() => String, { nullable: true })
  thumbnailUrl(@Ctx() context: DomainContext, @Root() file: MediaFile) {
    return addressOf(context, file, 'small');
  }

  @Subscription(() => MediaFile, { subscribe: ({ args, context }) => followFile(context as DomainContext, toEntityId(args.fileId)) })
  mediaStatusChanged(@Root() file: MediaFile, @Arg('fileId', () => ID) _fileId: string): MediaFile {
    return file;
  }
}

const addressOf = (context: DomainContext, { id, purpose, status }: MediaFile, variant: 'large' | 'small'): string | null =>
  uploadRules[purpose].isImage && status === 'READY' ? imageAddress(context.use(mediaSettings), id, variant) : null;

async function followFile(context: DomainContext, id: string): Promise<AsyncIterable<MediaFile>> {
  permitted(context.viewer, await context.read.findOne(MediaFile, { id }), mediaFilePolicy.read, 'file');
  const changesAfter = ({ read }: DomainContext, version: number): Promise<MediaFile[]> =>
    read.find(MediaFile, { id, version: { $gt: version } });
  return context.follow({ key: `MediaFile:${id}`, changesAfter, start: { after: -1 } });
}
