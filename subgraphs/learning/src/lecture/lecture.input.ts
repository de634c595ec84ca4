import { DateTime, entityId, Field, ID, InputType, Int, text } from '@stoa/kit/graphql';
import { z } from 'zod';

@InputType()
export class LectureInput {
  @Field(() => String)
  title!: string;

  /** Among the lectures of its chapter, from 1; at their end where none is given. */
  @Field(() => Int, { nullable: true })
  position?: number | null;

  /** Everybody may watch it. */
  @Field(() => Boolean, { nullable: true, defaultValue: false })
  preview?: boolean | null;

  /** Students watch it from then on; at once where none is given. */
  @Field(() => DateTime, { nullable: true })
  availableFrom?: Date | null;
}

/** What is left out stays as it is. */
@InputType()
export class UpdateLectureInput {
  @Field(() => String, { nullable: true })
  title?: string | null;

  /** Another chapter of the same course. */
  @Field(() => ID, { nullable: true })
  chapterId?: string | null;

  @Field(() => Int, { nullable: true })
  position?: number | null;

  @Field(() => Boolean, { nullable: true })
  preview?: boolean | null;

  /** Null: at once. */
  @Field(() => DateTime, { nullable: true })
  availableFrom?: Date | null;
}

@InputType()
export class UpdateChapterInput {
  @Field(() => String, { nullable: true })
  title?: string | null;

  @Field(() => Int, { nullable: true })
  position?: number | null;
}

export const title = text(200);
const position = z.int().min(1, 'counts from 1').nullish();

export const lectureInput = z.object({ title, position, preview: z.boolean().nullish(), availableFrom: z.date().nullish() });

export const updateLectureInput = z.object({
  title: title.nullish(),
  chapterId: entityId.nullish(),
  position,
  preview: z.boolean().nullish(),
  availableFrom: z.date().nullish(),
});

export const updateChapterInput = z.object({ title: title.nullish(), position });
