import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root, type Stub, stubOf } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Course } from '../course/course.entity.ts';
import { courseReference } from '../course/course.reference.ts';
import { addChapter } from './add-chapter.ts';
import { addLecture } from './add-lecture.ts';
import { attachLectureVideo } from './attach-lecture-video.ts';
import { Chapter } from './chapter.entity.ts';
import { lecturesOfChapter } from './chapter.loader.ts';
import { Lecture } from './lecture.entity.ts';
import { LectureInput, UpdateChapterInput, UpdateLectureInput } from './lecture.input.ts';
import { videoByFile } from './lecture.reference.ts';
import { removeChapter } from './remove-chapter.ts';
import { removeLecture } from './remove-lecture.ts';
import { updateChapter } from './update-chapter.ts';
import { updateLecture } from './update-lecture.ts';
import { watching } from './watching.ts';

const MediaFile = stubOf('MediaFile');

@Resolver(() => Chapter)
export class ChapterResolver {
  @FieldResolver(() => [Lecture])
  async lectures(@Ctx() context: DomainContext, @Root() { id }: Chapter): Promise<Lecture[]> {
    return (await context.load(lecturesOfChapter, id)) ?? [];
  }

  @Mutation(() => Chapter)
  addChapter(@Ctx() context: DomainContext, @Arg('productId', () => ID) productId: string, @Arg('title', () => String) title: string) {
    return context.run(addChapter, { productId, title });
  }

  @Mutation(() => Chapter)
  updateChapter(
    @Ctx() context: DomainContext,
    @Arg('chapterId', () => ID) chapterId: string,
    @Arg('input', () => UpdateChapterInput) input: UpdateChapterInput,
  ) {
    return context.run(updateChapter, { chapterId, input });
  }

  /** With its lectures. */
  @Mutation(() => Course)
  async removeChapter(@Ctx() context: DomainContext, @Arg('chapterId', () => ID) chapterId: string) {
    return courseReference.resolve(context, { id: await context.run(removeChapter, { chapterId }) });
  }
}

@Resolver(() => Lecture)
export class LectureResolver {
  /** For whoever may watch it: its students, its teacher, and everybody where it is a preview. Null where there is none, or it is not available yet. */
  @FieldResolver(() => MediaFile, { nullable: true })
  async video(@Ctx() context: DomainContext, @Root() { id, fileId }: Lecture): Promise<Stub | null> {
    return fileId !== null && (await context.load(watching, id)) === 'NOW' ? { id: fileId } : null;
  }

  /** Of its video, once that is ready. */
  @FieldResolver(() => Int, { nullable: true })
  async durationSeconds(@Ctx() context: DomainContext, @Root() { fileId }: Lecture): Promise<number | null> {
    return (fileId && (await context.load(videoByFile, fileId))?.durationSeconds) || null;
  }

  @Mutation(() => Lecture)
  addLecture(
    @Ctx() context: DomainContext,
    @Arg('chapterId', () => ID) chapterId: string,
    @Arg('input', () => LectureInput) input: LectureInput,
  ) {
    return context.run(addLecture, { chapterId, input });
  }

  @Mutation(() => Lecture)
  updateLecture(
    @Ctx() context: DomainContext,
    @Arg('lectureId', () => ID) lectureId: string,
    @Arg('input', () => UpdateLectureInput) input: UpdateLectureInput,
  ) {
    return context.run(updateLecture, { lectureId, input });
  }

  /** What students have done of the course stays as it was. */
  @Mutation(() => Course)
  async removeLecture(@Ctx() context: DomainContext, @Arg('lectureId', () => ID) lectureId: string) {
    return courseReference.resolve(context, { id: await context.run(removeLecture, { lectureId }) });
  }

  /** Shows a video that its teacher has uploaded and confirmed, in the place of any before. It may still be in processing. */
  @Mutation(() => Lecture)
  attachLectureVideo(
    @Ctx() context: DomainContext,
    @Arg('lectureId', () => ID) lectureId: string,
    @Arg('fileId', () => ID) fileId: string,
  ) {
    return context.run(attachLectureVideo, { lectureId, fileId });
  }
}
