import {
  Arg,
  Ctx,
  DateTime,
  extendedStubOf,
  extension,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Resolver,
  Root,
  type Stub,
} from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { MediaFile } from '../file/media-file.entity.ts';
import { attachDownload } from './attach-download.ts';
import { type Link, linksOfProduct } from './download-links.ts';

/** Catalog's product, with what its buyers download. */
const ProductDownloads = extendedStubOf('Product');

export const productExtension = extension(ProductDownloads);

/** An address to download from, for whoever asked for it, and for some minutes only. */
@ObjectType()
class DownloadLink {
  @Field(() => MediaFile)
  file!: MediaFile;

  @Field(() => String)
  url!: string;

  @Field(() => DateTime)
  expiresAt!: Date;
}

@Resolver(() => ProductDownloads)
export class DownloadResolver {
  @Mutation(() => ProductDownloads)
  async attachDownload(
    @Ctx() context: DomainContext,
    @Arg('productId', () => ID) productId: string,
    @Arg('fileId', () => ID) fileId: string,
  ): Promise<Stub> {
    return { id: await context.run(attachDownload, { productId, fileId }) };
  }

  @FieldResolver(() => [DownloadLink], { nullable: true })
  async downloads(@Ctx() context: DomainContext, @Root() product: Stub): Promise<readonly Link[]> {
    const { links, refusal } = (await context.load(linksOfProduct, product.id))!;
    if (refusal) throw refusal;
    return links;
  }
}
