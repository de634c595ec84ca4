import { Arg, Args, Ctx, connectionOf, FieldResolver, ID, Mutation, PageArgs, Query, Resolver, Root, type Stub } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Review } from '../review/review.entity.ts';
import { UserReviews } from '../review/review.reference.ts';
import { reportsOfReview } from './history.loader.ts';
import { ModerateReviewInput, moderateReview } from './moderate-review.ts';
import { reportReview } from './report-review.ts';
import { ReviewReport } from './review-report.entity.ts';
import { reviewsToModerate } from './reviews-to-moderate.ts';

const ReviewConnection = connectionOf(Review, 'Review');

@Resolver(() => Review)
export class ModerationResolver {
  /** What is pending or was reported since a moderator looked last, the oldest first. */
  @Query(() => ReviewConnection)
  reviewsToModerate(@Ctx() context: DomainContext, @Args(() => PageArgs) page: PageArgs) {
    return reviewsToModerate(context, page);
  }

  /** Asks a moderator to look at a review, which stays where it is until one has. */
  @Mutation(() => Boolean)
  reportReview(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string, @Arg('reason', () => String) reason: string) {
    return context.run(reportReview, { id, reason });
  }

  @Mutation(() => Review)
  moderateReview(
    @Ctx() context: DomainContext,
    @Arg('id', () => ID) id: string,
    @Arg('input', () => ModerateReviewInput) input: ModerateReviewInput,
  ) {
    return context.run(moderateReview, { id, input });
  }

  /** The latest hundred. */
  @FieldResolver(() => [ReviewReport], { nullable: true })
  async reports(@Ctx() context: DomainContext, @Root() review: Review) {
    return (await context.load(reportsOfReview, review.id)) ?? [];
  }
}

@Resolver(() => ReviewReport)
export class ReviewReportResolver {
  @FieldResolver(() => UserReviews, { nullable: true })
  reporter(@Root() report: ReviewReport): Stub {
    return { id: report.reporterId };
  }
}
