import { may } from '@stoa/kit/auth';
import { loader } from '@stoa/kit/graphql';
import { policy } from '@stoa/kit/policy';

/** Products that the one who asks has sold or bought, as far as it is not undone. */
const mine = loader<string, true>(async ({ sql, viewer }, productIds) => {
  const rows = await sql.query<{ product_id: string }>(
    `select product_id from entitlement where buyer_id = $1 and product_id = any($3::uuid[]) and granted_at is not null and ended_at is null
     union select product_id from download where seller_id = $2 and product_id = any($3::uuid[])`,
    [viewer.userId, viewer.sellerId, productIds],
  );
  return new Map(rows.map((row) => [row.product_id, true]));
});

export const downloadPolicy = policy('Download', {
  operations: { 'Mutation.attachDownload': 'sellers' },
  acting: { 'Mutation.attachDownload': 'allowed' },
  fields: {
    'Product.downloads': async (viewer, product: { id: string }, context) =>
      viewer.kind === 'user' && (may(viewer, 'media:read') || (await context.load(mine, product.id)) === true),
  },
});
