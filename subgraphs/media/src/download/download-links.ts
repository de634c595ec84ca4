import { DomainError } from '@stoa/kit/errors';
import { loader } from '@stoa/kit/graphql';
import { countEachStrictly, type DomainContext, type StrictLimit } from '@stoa/kit/use-case';
import { MediaFile } from '../file/media-file.entity.ts';
import { fileKey } from '../file/object-keys.ts';
import { objectStore } from '../store/object-store.ts';
import { Download } from './download.entity.ts';

/** How long an address to download from is good, in seconds: long enough to begin, too short to be passed around. */
const LINK_SECONDS = 300;

/** Who asks more often than this is not reading any more. For each person and product. */
const LIMIT: StrictLimit = { name: 'downloads', max: 30, windowSeconds: 3_600 };

export interface Link {
  readonly file: MediaFile;
  readonly url: string;
  readonly expiresAt: Date;
}

/** Addresses for whoever asks, who may have them: the policy has looked. Counted, and refused when there were too many. */
interface Answer {
  readonly links: readonly Link[];
  readonly refusal?: DomainError;
}

/** Addresses for whoever asks, who may have them: the policy has looked. Counted, and refused when there were too many. */
export const linksOfProduct = loader<string, Answer>(async (context, productIds) => {
  const { userId } = context.viewer;
  const keyOf = (productId: string): string => `${userId} ${productId}`;
  const retryAfter = await countEachStrictly(context, LIMIT, productIds.map(keyOf));
  const [refused, allowed] = [productIds.filter((id) => retryAfter.has(keyOf(id))), productIds.filter((id) => !retryAfter.has(keyOf(id)))];
  const downloads = await context.rows.by(Download, 'productId', allowed);
  const files = await context.rows.by(
    MediaFile,
    'id',
    downloads.map(({ fileId }) => fileId),
  );
  const fileOf = new Map(downloads.map(({ productId, fileId }) => [productId, files.find(({ id }) => id === fileId)!]));
  await context.write(
    `update entitlement set links_issued = links_issued + 1
     where buyer_id = $1 and product_id = any($2::uuid[]) and granted_at is not null and ended_at is null`,
    [userId, [...fileOf.keys()]],
  );
  const answers = new Map<string, Answer>(refused.map((id) => [id, { links: [], refusal: tooMany(retryAfter.get(keyOf(id))!) }]));
  for (const id of allowed) {
    const file = fileOf.get(id);
    answers.set(id, { links: file ? [await linkTo(context, file)] : [] });
  }
  return answers;
});

async function linkTo(context: DomainContext, file: MediaFile): Promise<Link> {
  const expiresAt = new Date(Date.now() + LINK_SECONDS * 1_000);
  return { file, url: await context.use(objectStore).signDownload(fileKey(file.id), file.fileName, LINK_SECONDS), expiresAt };
}

const tooMany = (retryAfter: number): DomainError =>
  new DomainError('RATE_LIMITED', `Too many downloads; try again in ${retryAfter} seconds`, { retryAfter });
