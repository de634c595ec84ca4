import { entityId, Field, Float, ID, InputType, Int } from '@stoa/kit/graphql';
import { z } from 'zod';

@InputType()
export class UpdateProgressInput {
  @Field(() => ID)
  productId!: string;

  /** What was watched, or done if it has no video. */
  @Field(() => ID, { nullable: true })
  lectureId?: string | null;

  /** How many seconds of the lecture were watched, from `fromSeconds` on. */
  @Field(() => Int, { nullable: true })
  watchedSeconds?: number | null;

  /** Where in the lecture the watched part begins. */
  @Field(() => Int, { nullable: true, defaultValue: 0 })
  fromSeconds?: number | null;

  /** A claim: taken up to what is known of the lectures that have a video. */
  @Field(() => Float, { nullable: true })
  progressPercentage?: number | null;

  /** A claim likewise; where any lecture has no video nothing bounds it. */
  @Field(() => Int, { nullable: true })
  totalWatchTimeSeconds?: number | null;
}

/** The longest that anything is, in seconds. */
const WEEK = 7 * 24 * 3_600;

export const updateProgressInput = z.object({
  productId: entityId,
  lectureId: entityId.nullish(),
  watchedSeconds: z.int().min(0).max(WEEK).nullish(),
  fromSeconds: z.int().min(0).max(WEEK).nullish(),
  progressPercentage: z.number().min(0).max(100).nullish(),
  totalWatchTimeSeconds: z.int().min(0).nullish(),
});
