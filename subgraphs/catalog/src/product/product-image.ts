import { Field, ID, Int, ObjectType } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { claimImages } from '@stoa/schema/commands/media';

/** A picture of a product, kept with it as media told it: what is at its address never changes. */
@ObjectType('Image')
export class ProductImage {
  @Field(() => ID)
  fileId!: string;

  @Field(() => String)
  url!: string;

  @Field(() => String, { nullable: true })
  alt!: string | null;

  @Field(() => Int, { nullable: true })
  width!: number | null;

  @Field(() => Int, { nullable: true })
  height!: number | null;
}

/** A seller's uploaded images in the order in which they were named; null where none were named, which changes nothing. */
export async function namedImages(
  context: DomainContext,
  sellerId: string,
  fileIds: string[] | null = null,
): Promise<ProductImage[] | null> {
  if (fileIds === null || fileIds.length === 0) return fileIds && [];
  const { images } = await context.call(claimImages, { sellerId, fileIds });
  return images.map((image) => ({ ...image, alt: null }));
}
