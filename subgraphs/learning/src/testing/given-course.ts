import type { Viewer } from '@stoa/kit/auth';
import type { PayloadOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, type TestSubgraph } from '@stoa/kit/testing';
import { ProductCreated } from '@stoa/schema/events/catalog';
import { VideoReady } from '@stoa/schema/events/media';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import type { LineRefunded } from '@stoa/schema/events/payments';

type Order = PayloadOf<typeof OrderConfirmed>;

/** What catalog tells of a course on sale. */
export const aProductOf = (sellerId: string, more: Partial<PayloadOf<typeof ProductCreated>> = {}): PayloadOf<typeof ProductCreated> => ({
  ...{ productId: newId(), sellerId, kind: 'COURSE', status: 'ACTIVE', sku: 'C-1', name: 'Light, explained', variants: [] },
  ...more,
});

/** A course without anything in it yet. Answers its id, which is its product's. */
export async function aCourse(
  subgraph: TestSubgraph,
  { sellerId }: Viewer,
  more: Partial<PayloadOf<typeof ProductCreated>> = {},
): Promise<string> {
  const product = aProductOf(sellerId!, more);
  await subgraph.deliver(ProductCreated, product);
  return product.productId;
}

export async function aChapter(subgraph: TestSubgraph, teacher: Viewer, productId: string, title = 'Chapter'): Promise<string> {
  const { addChapter } = await subgraph
    .as(teacher)
    .query<{ addChapter: { id: string } }>(
      'mutation ($productId: ID!, $title: String!) { addChapter(productId: $productId, title: $title) { id } }',
      { productId, title },
    );
  return addChapter.id;
}

export interface WantedLecture {
  readonly title?: string;
  readonly position?: number;
  readonly preview?: boolean;
  readonly availableFrom?: string;
}

export async function aLecture(subgraph: TestSubgraph, teacher: Viewer, chapterId: string, wanted: WantedLecture = {}): Promise<string> {
  const { addLecture } = await subgraph
    .as(teacher)
    .query<{ addLecture: { id: string } }>(
      'mutation ($chapterId: ID!, $input: LectureInput!) { addLecture(chapterId: $chapterId, input: $input) { id } }',
      { chapterId, input: { title: 'Lecture', ...wanted } },
    );
  return addLecture.id;
}

export const ATTACH = 'mutation ($lectureId: ID!, $fileId: ID!) { attachLectureVideo(lectureId: $lectureId, fileId: $fileId) { id } }';

/** A lecture with a video of so many seconds. */
export async function aFilmedLecture(
  subgraph: TestSubgraph,
  teacher: Viewer,
  chapterId: string,
  durationSeconds: number,
  wanted: WantedLecture = {},
): Promise<{ readonly lectureId: string; readonly fileId: string }> {
  const [lectureId, fileId] = [await aLecture(subgraph, teacher, chapterId, wanted), newId()];
  await subgraph.as(teacher).query(ATTACH, { lectureId, fileId });
  await subgraph.deliver(VideoReady, { fileId, ownerId: teacher.userId!, durationSeconds, processingSeconds: 3 });
  return { lectureId, fileId };
}

/** A paid order of courses of one seller's. */
export function anOrderOf(buyerId: string, sellerId: string, ...productIds: string[]): Order {
  const unitPrice = { amountMinor: 9_999, currency: 'USD' };
  const lines = productIds.map((productId) => ({
    ...{ orderItemId: newId(), variantId: newId(), productId, sellerId },
    ...{ kind: 'COURSE' as const, quantity: 1, unitPrice },
  }));
  return { orderId: newId(), cartId: newId(), buyerId, total: unitPrice, lines };
}

/** All of what was paid for its first line goes back. */
export function aRefundOf({ orderId, buyerId, lines }: Order): PayloadOf<typeof LineRefunded> {
  const { orderItemId, variantId, productId, sellerId, kind, quantity } = lines[0]!;
  return { orderItemId, variantId, productId, sellerId, kind, quantity, paymentId: newId(), orderId, buyerId };
}

/** Somebody who has paid for a course. */
export async function aStudent(
  subgraph: TestSubgraph,
  teacher: Viewer,
  productId: string,
): Promise<{ readonly student: Viewer; readonly order: Order }> {
  const student = aBuyer();
  const order = anOrderOf(student.userId!, teacher.sellerId!, productId);
  await subgraph.deliver(OrderConfirmed, order);
  return { student, order };
}
