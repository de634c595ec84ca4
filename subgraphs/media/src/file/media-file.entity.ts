import { DateTime, Directive, Field, ID, Int, machineEnum, ObjectType, SafeInt } from '@stoa/kit/graphql';
import { Entity, Enum, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';
import { type MediaStatus, mediaFileMachine } from './media-file.machine.ts';
import { UploadPurpose, uploadRules } from './upload-rules.ts';

const MediaStatusEnum = machineEnum(mediaFileMachine, 'MediaStatus');

/** Something that was uploaded, or is going to be. Its bytes are in the object store, under keys made of its id. */
@Entity({ tableName: 'media_file' })
@Index({ properties: ['status', 'uploadExpiresAt'] })
@Directive('@key(fields: "id")')
@ObjectType('MediaFile')
export class MediaFile {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly ownerId!: string;

  /** The shop it was uploaded for, where its uploader is a seller. */
  @Property({ type: 'uuid', nullable: true })
  readonly sellerId!: string | null;

  @Enum({ items: () => Object.keys(UploadPurpose) })
  readonly purpose!: UploadPurpose;

  @Field(() => MediaStatusEnum)
  @Enum({ items: () => [...mediaFileMachine.states] })
  status!: MediaStatus;

  @Field(() => String)
  @Property({ type: 'string', length: 200 })
  readonly fileName!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 100 })
  readonly contentType!: string;

  /** In bytes. */
  @Field(() => SafeInt)
  @Property({ type: 'bigint', runtimeType: 'number' })
  readonly size!: number;

  /** How much of what goes on is done, in percent: of an upload in parts, as far as was looked, then of the processing. */
  @Field(() => Int)
  @Property({ type: 'integer', default: 0 })
  progress!: number;

  /** Why it failed, in words for its uploader. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 200, nullable: true })
  failure!: string | null;

  /** Of the largest variant, in pixels; of images only. */
  @Property({ type: 'integer', nullable: true })
  width!: number | null;

  @Property({ type: 'integer', nullable: true })
  height!: number | null;

  /** How long it plays; of lectures' videos only, once they are ready. */
  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  durationSeconds!: number | null;

  /** Until when the address takes the upload. */
  @Property({ type: 'timestamptz' })
  uploadExpiresAt!: Date;

  /** Since when nothing uses it, after which it is swept some day; null while something does. */
  @Property({ type: 'timestamptz', nullable: true, defaultRaw: 'now()' })
  unusedSince!: Date | null;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Property({ type: 'integer', version: true })
  readonly version!: number;

  static await(
    facts: Pick<MediaFile, 'ownerId' | 'sellerId' | 'purpose' | 'fileName' | 'contentType' | 'size' | 'uploadExpiresAt'>,
  ): MediaFile {
    const nothingYet = { progress: 0, failure: null, width: null, height: null, durationSeconds: null };
    const initial = { status: 'AWAITING_UPLOAD' as const, unusedSince: new Date() };
    return Object.assign(new MediaFile(), nothingYet, initial, facts, { id: newId(), createdAt: new Date() });
  }

  get isImage(): boolean {
    return uploadRules[this.purpose].isImage;
  }

  get isVideo(): boolean {
    return this.purpose === 'LECTURE_VIDEO';
  }
}
