import { extendedStubOf, extension, reference } from '@stoa/kit/graphql';
import { Course } from './course.entity.ts';
import { coursePolicy } from './course.policy.ts';

export const courseReference = reference(Course, coursePolicy.read, ({ rows }, ids) => rows.by(Course, 'id', ids));

/** Catalog's product, with what it teaches. */
export const ProductCourse = extendedStubOf('Product');

export const productExtension = extension(ProductCourse);
