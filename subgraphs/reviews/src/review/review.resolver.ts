import {
  Arg,
  Args,
  Ctx,
  connectionOf,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  Mutation,
  newestFirst,
  ObjectType,
  PageArgs,
  Query,
  Resolver,
  Root,
  type Stub,
  toEntityId,
} from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { revisionsOfReview } from '../moderation/history.loader.ts';
import { ratingOfProduct } from '../rating/rating.loader.ts';
import { reviewsOfProduct } from './list-reviews.ts';
import { replyToReview } from './reply-to-review.ts';
import { Review } from './review.entity.ts';
import { ReviewProductInput, UpdateReviewInput } from './review.input.ts';
import { reviewPolicy } from './review.policy.ts';
import { ProductReviews, reviewReference, UserReviews } from './review.reference.ts';
import { reviewProduct } from './review-product.ts';
import { ReviewRevision } from './review-revision.entity.ts';
import { updateReview } from './update-review.ts';

const ReviewConnection = connectionOf(Review, 'Review');

/** What the reviews of a product that everybody sees come to. */
@ObjectType()
class Rating {
  /** From 1 to 5; null where there is none yet. */
  @Field(() => Float, { nullable: true })
  average!: number | null;

  @Field(() => Int)
  count!: number;
}

@Resolver(() => Review)
export class ReviewResolver {
  /** One that everybody sees, or one's own in any state. */
  @Query(() => Review, { nullable: true })
  async review(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    const review = await context.load(reviewReference.loader, id);
    return review && reviewPolicy.read(context.viewer, review) ? review : null;
  }

  @Mutation(() => Review)
  reviewProduct(@Ctx() context: DomainContext, @Arg('input', () => ReviewProductInput) input: ReviewProductInput) {
    return context.run(reviewProduct, input);
  }

  @Mutation(() => Review)
  updateReview(
    @Ctx() context: DomainContext,
    @Arg('id', () => ID) id: string,
    @Arg('input', () => UpdateReviewInput) input: UpdateReviewInput,
  ) {
    return context.run(updateReview, { id, input });
  }

  @Mutation(() => Review)
  replyToReview(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string, @Arg('body', () => String) body: string) {
    return context.run(replyToReview, { id, body });
  }

  @FieldResolver(() => UserReviews, { nullable: true })
  author(@Root() review: Review): Stub {
    return { id: review.buyerId };
  }

  @FieldResolver(() => ProductReviews, { nullable: true })
  product(@Root() review: Review): Stub {
    return { id: review.productId };
  }

  /** What it and its reply said before, the latest hundred. */
  @FieldResolver(() => [ReviewRevision], { nullable: true })
  async revisions(@Ctx() context: DomainContext, @Root() review: Review) {
    return (await context.load(revisionsOfReview, review.id)) ?? [];
  }
}

@Resolver(() => ProductReviews)
export class ProductReviewsResolver {
  @FieldResolver(() => Rating, { nullable: true })
  async rating(@Ctx() context: DomainContext, @Root() product: Stub): Promise<Rating> {
    const { count, sum } = (await context.load(ratingOfProduct, toEntityId(product.id))) ?? { count: 0, sum: 0 };
    return { count, average: count === 0 ? null : sum / count };
  }

  /** The newest first. */
  @FieldResolver(() => ReviewConnection, { nullable: true })
  reviews(@Ctx() context: DomainContext, @Root() product: Stub, @Args(() => PageArgs) page: PageArgs) {
    return reviewsOfProduct(context, toEntityId(product.id), page);
  }
}

@Resolver(() => UserReviews)
export class UserReviewsResolver {
  /** In any state; oneself and administrators only. */
  @FieldResolver(() => ReviewConnection, { nullable: true })
  reviews(@Ctx() context: DomainContext, @Root() user: Stub, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(context.read, Review, { buyerId: toEntityId(user.id) }, page);
  }
}
