import { badInput, notFound } from '@stoa/kit/errors';
import { permitted } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';
import { describeProducts } from '@stoa/schema/commands/catalog';
import { Course } from './course.entity.ts';
import { coursePolicy } from './course.policy.ts';
import { courseReference } from './course.reference.ts';

/**
 * The course of a product, for whoever teaches it. If catalog's event is still on its way, catalog is asked whose it is, once; the rest
 * comes with the event.
 */
export async function courseToTeach(context: DomainContext, productId: string): Promise<Course> {
  const known = await context.load(courseReference.loader, productId);
  if (known) return permitted(context.viewer, known, coursePolicy.teach, 'product');
  const [product] = (await context.call(describeProducts, { productIds: [productId] })).products;
  if (!product || !coursePolicy.teach(context.viewer, product)) throw notFound('product');
  if (product.kind !== 'COURSE') throw badInput('only a course has chapters', 'productId');
  const { sellerId, status } = product;
  await context.write('insert into course (id, seller_id, status) values ($1, $2, $3) on conflict (id) do nothing', [
    productId,
    sellerId,
    status,
  ]);
  const [course] = await context.rows.by(Course, 'id', [productId]);
  return course!;
}
