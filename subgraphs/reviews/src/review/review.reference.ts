import { extendedStubOf, extension, reference } from '@stoa/kit/graphql';
import { Review } from './review.entity.ts';
import { reviewPolicy } from './review.policy.ts';

export const reviewReference = reference(Review, reviewPolicy.show, ({ rows }, ids) => rows.by(Review, 'id', ids));

/** Catalog's product, with what its buyers say of it. */
export const ProductReviews = extendedStubOf('Product');
export const productExtension = extension(ProductReviews);

/** Identity's user, with what they have said. */
export const UserReviews = extendedStubOf('User');
export const userExtension = extension(UserReviews);
