import type { Enrollment } from './enrollment.entity.ts';

/** What events tell of an enrollment. A course has its product's id. */
export const factsOf = ({ id, courseId, sellerId, studentId }: Pick<Enrollment, 'id' | 'courseId' | 'sellerId' | 'studentId'>) => ({
  ...{ enrollmentId: id, courseId, productId: courseId, sellerId, studentId },
});
