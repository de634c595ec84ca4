import { afterAll } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, answering, aSeller, asking, conformance, delivering } from '@stoa/kit/testing';
import { startMuxSandbox, startObjectStore } from '@stoa/sandbox/index';
import { sampleVideo } from '@stoa/sandbox/testing/sample-video';
import { describeProducts } from '@stoa/schema/commands/catalog';
import { mayWatch } from '@stoa/schema/commands/learning';
import {
  claimAvatar,
  claimImages,
  claimVideo,
  completeProductTable,
  describeDownloads,
  linkProductTable,
  openProductTable,
  storeProductTable,
} from '@stoa/schema/commands/media';
import { LectureRemoved } from '@stoa/schema/events/learning';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { LineRefunded, LineRestored } from '@stoa/schema/events/payments';
import manifest from './index.ts';
import { aBoughtDownload, anOrderOf, aRefundOf } from './testing/given-download.ts';
import { aDocument, anAvatar, anImage, aVideo, requestVideo } from './testing/given-file.ts';
import { aStoredTable, aTable, aTableToStore } from './testing/given-table.ts';
import { MuxAtHand } from './testing/mux-at-hand.ts';
import { StoreAtHand } from './testing/store-at-hand.ts';

const store = await StoreAtHand.start(startObjectStore);
const mux = await MuxAtHand.start(startMuxSandbox);
afterAll(async () => {
  await mux.close();
  await store.close();
});

/** Digital products and whose they are, as catalog would say it. */
const sellers = new Map<string, string>();
const aProductOf = ({ sellerId }: Viewer): string => {
  const productId = newId();
  sellers.set(productId, sellerId!);
  return productId;
};

conformance(manifest, {
  environment: { ...store.environment, ...mux.environment },
  commands: [
    answering(mayWatch, () => ({ fileIds: [] })),
    answering(describeProducts, ({ productIds }) => ({
      products: productIds.flatMap((productId) => {
        const sellerId = sellers.get(productId);
        return sellerId ? [{ productId, sellerId, kind: 'DIGITAL' as const, status: 'ACTIVE' as const }] : [];
      }),
    })),
  ],
  fixtures: [
    {
      entity: 'MediaFile',
      owner: aSeller,
      make: async (subgraph, seller) => (await anImage(subgraph, seller)).id,
      arguments: ['Query.mediaFile(id)', 'Mutation.confirmUpload(fileId)', 'Subscription.mediaStatusChanged(fileId)'],
    },
    {
      entity: 'MediaFile',
      owner: aSeller,
      make: async (subgraph, seller) => (await requestVideo(subgraph, seller, 1_000)).file.id,
      arguments: ['Mutation.resumeUpload(fileId)'],
    },
    {
      entity: 'a digital product',
      owner: aSeller,
      make: async (_subgraph, seller) => aProductOf(seller),
      arguments: ['Mutation.attachDownload(productId)'],
      beside: async (subgraph, seller) => ({ 'Mutation.attachDownload(fileId)': (await aDocument(subgraph, seller)).id }),
    },
    {
      entity: 'a document',
      owner: aSeller,
      make: async (subgraph, seller) => (await aDocument(subgraph, seller)).id,
      arguments: ['Mutation.attachDownload(fileId)'],
      beside: async (_subgraph, seller) => ({ 'Mutation.attachDownload(productId)': aProductOf(seller) }),
    },
    {
      entity: 'Product',
      owner: aSeller,
      make: async (subgraph, seller) => (await aBoughtDownload(subgraph, seller, aProductOf(seller))).productId,
    },
  ],
  deliveries: [
    delivering(OrderConfirmed, async () => anOrderOf(newId(), newId())),
    delivering(LineRefunded, async () => aRefundOf(anOrderOf(newId(), newId()))),
    delivering(LineRestored, async (subgraph) => {
      const refund = aRefundOf(anOrderOf(newId(), newId()));
      await subgraph.deliver(LineRefunded, refund);
      return refund;
    }),
    delivering(LectureRemoved, async (subgraph) => {
      const teacher = aSeller();
      const [{ id: fileId }, lectureId] = [await aVideo(subgraph, teacher, sampleVideo()), newId()];
      await subgraph.answer(claimVideo, { ownerId: teacher.userId!, fileId, lectureId });
      return { lectureId, courseId: newId(), fileId };
    }),
  ],
  asks: [
    asking(claimImages, async (subgraph) => {
      const seller = aSeller();
      const { id } = await anImage(subgraph, seller);
      return { sellerId: seller.sellerId!, fileIds: [id] };
    }),
    asking(claimAvatar, async (subgraph) => {
      const { userId } = aBuyer();
      return { userId: userId!, fileId: (await anAvatar(subgraph, { ...aBuyer(), userId })).id };
    }),
    asking(claimVideo, async (subgraph) => {
      const teacher = aSeller();
      const { id } = await aVideo(subgraph, teacher, sampleVideo());
      return { ownerId: teacher.userId!, fileId: id, lectureId: newId() };
    }),
    asking(openProductTable, async (subgraph) => {
      const seller = aSeller();
      return { fileId: await aTable(subgraph, seller), sellerId: seller.sellerId! };
    }),
    asking(storeProductTable, async () => aTableToStore()),
    asking(completeProductTable, async (subgraph) => ({ fileId: await aStoredTable(subgraph) })),
    asking(linkProductTable, async (subgraph) => ({ fileId: await aStoredTable(subgraph) })),
    asking(describeDownloads, async (subgraph) => {
      const seller = aSeller();
      return { productIds: [(await aBoughtDownload(subgraph, seller, aProductOf(seller))).productId] };
    }),
  ],
});
