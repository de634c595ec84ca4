import {
  Arg,
  Ctx,
  DateTime,
  Field,
  FieldResolver,
  ID,
  Int,
  isEntityId,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  SafeInt,
  Subscription,
  toEntityId,
} from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';
import { imageAddress } from '../image/image-variants.ts';
import { mediaSettings } from '../store/media-settings.ts';
import { addressesOf } from '../video/playback.ts';
import { confirmUpload } from './confirm-upload.ts';
import { MediaFile } from './media-file.entity.ts';
import { RequestUploadInput } from './media-file.input.ts';
import { mediaFilePolicy } from './media-file.policy.ts';
import { mediaFileReference } from './media-file.reference.ts';
import { requestUpload } from './request-upload.ts';
import { resumeUpload } from './resume-upload.ts';
import { uploadRules } from './upload-rules.ts';

@ObjectType()
export class Header {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  value!: string;
}

/** A piece of a large file: so many bytes of it from there on, which go to an address of their own. */
@ObjectType()
export class UploadPart {
  @Field(() => Int)
  number!: number;

  /** In bytes. */
  @Field(() => SafeInt)
  offset!: number;

  /** In bytes, exactly: the address takes neither more nor less. */
  @Field(() => Int)
  size!: number;

  @Field(() => String)
  url!: string;
}

/** What a client needs to send its bytes straight to the object store. */
@ObjectType()
export class Upload {
  @Field(() => MediaFile)
  file!: MediaFile;

  /** Where the whole file goes; null where it goes in parts. */
  @Field(() => String, { nullable: true })
  uploadUrl!: string | null;

  /** How the file or each of its parts is sent. */
  @Field(() => String)
  method!: string;

  /** To be sent as they are; a browser sets the length by itself. */
  @Field(() => [Header])
  headers!: Header[];

  /**
   * Of a file that goes in parts, the next of those that are missing; `resumeUpload` tells of more, and of none when all of them are there. Null
   * where it goes whole.
   */
  @Field(() => [UploadPart], { nullable: true })
  parts!: readonly UploadPart[] | null;

  @Field(() => DateTime)
  expiresAt!: Date;
}

@Resolver(() => MediaFile)
export class MediaFileResolver {
  @Query(() => MediaFile, { nullable: true })
  mediaFile(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return ownFile(context, id);
  }

  @Mutation(() => Upload)
  async requestUpload(@Ctx() context: DomainContext, @Arg('input', () => RequestUploadInput) input: RequestUploadInput): Promise<Upload> {
    const { file, upload, parts } = await context.run(requestUpload, input);
    const headers = Object.entries(upload?.headers ?? {}).map(([name, value]) => ({ name, value }));
    return { file, uploadUrl: upload?.url ?? null, method: 'PUT', headers, parts, expiresAt: file.uploadExpiresAt };
  }

  /** New addresses for the parts of a file that have not come yet. */
  @Mutation(() => Upload)
  async resumeUpload(@Ctx() context: DomainContext, @Arg('fileId', () => ID) fileId: string): Promise<Upload> {
    const { file, parts } = await context.run(resumeUpload, { fileId });
    return { file, uploadUrl: null, method: 'PUT', headers: [], parts, expiresAt: file.uploadExpiresAt };
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
  async thumbnailUrl(@Ctx() context: DomainContext, @Root() file: MediaFile) {
    return (await addressesOf(context, file))?.thumbnailUrl ?? addressOf(context, file, 'small');
  }

  /** Where a lecture's video is played, as HLS, by whoever may watch it, for as long as that takes. */
  @FieldResolver(() => String, { nullable: true })
  async playbackUrl(@Ctx() context: DomainContext, @Root() file: MediaFile) {
    return (await addressesOf(context, file))?.playbackUrl ?? null;
  }

  @Subscription(() => MediaFile, { subscribe: ({ args, context }) => followFile(context as DomainContext, toEntityId(args.fileId)) })
  mediaStatusChanged(@Root() file: MediaFile, @Arg('fileId', () => ID) _fileId: string): MediaFile {
    return file;
  }
}

const addressOf = (context: DomainContext, { id, purpose, status }: MediaFile, variant: 'large' | 'small'): string | null =>
  uploadRules[purpose].isImage && status === 'READY' ? imageAddress(context.use(mediaSettings), id, variant) : null;

/** A file of one's own. What else one may see of files is reached from what shows them. */
async function ownFile(context: DomainContext, id: string): Promise<MediaFile | null> {
  const file = isEntityId(id) ? await context.load(mediaFileReference.loader, id) : null;
  return file && mediaFilePolicy.read(context.viewer, file) ? file : null;
}

async function followFile(context: DomainContext, id: string): Promise<AsyncIterable<MediaFile>> {
  permitted(context.viewer, await context.read.findOne(MediaFile, { id }), mediaFilePolicy.read, 'file');
  const changesAfter = ({ read }: DomainContext, version: number): Promise<MediaFile[]> =>
    read.find(MediaFile, { id, version: { $gt: version } });
  return context.follow({ key: `MediaFile:${id}`, changesAfter, start: { after: -1 } });
}
