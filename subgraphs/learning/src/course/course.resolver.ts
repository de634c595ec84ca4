import { Args, Ctx, connectionOf, FieldResolver, Int, newestFirst, PageArgs, Resolver, Root, type Stub } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Enrollment } from '../enrollment/enrollment.entity.ts';
import { Chapter } from '../lecture/chapter.entity.ts';
import { chaptersOfCourse } from '../lecture/chapter.loader.ts';
import { Course } from './course.entity.ts';
import { courseReference, ProductCourse } from './course.reference.ts';
import { CourseFigures, figuresOfCourse, NO_FIGURES } from './course-figures.ts';
import { durationSeconds, enrollmentCount } from './course-numbers.loader.ts';

const EnrollmentConnection = connectionOf(Enrollment, 'Enrollment');

@Resolver(() => ProductCourse)
export class ProductCourseResolver {
  /** What it teaches, if it is a course. */
  @FieldResolver(() => Course, { nullable: true })
  course(@Ctx() context: DomainContext, @Root() product: Stub) {
    return courseReference.resolve(context, product);
  }
}

@Resolver(() => Course)
export class CourseResolver {
  @FieldResolver(() => ProductCourse, { nullable: true })
  product(@Root() { id }: Course): Stub {
    return { id };
  }

  @FieldResolver(() => [Chapter])
  async chapters(@Ctx() context: DomainContext, @Root() { id }: Course): Promise<Chapter[]> {
    return (await context.load(chaptersOfCourse, id)) ?? [];
  }

  /** How many learn it or have finished it. */
  @FieldResolver(() => Int)
  async enrollmentCount(@Ctx() context: DomainContext, @Root() { id }: Course): Promise<number> {
    return (await context.load(enrollmentCount, id)) ?? 0;
  }

  /** Of all its videos that are ready. */
  @FieldResolver(() => Int)
  async durationSeconds(@Ctx() context: DomainContext, @Root() { id }: Course): Promise<number> {
    return (await context.load(durationSeconds, id)) ?? 0;
  }

  /** Its students, the newest first; for its seller and admins. */
  @FieldResolver(() => EnrollmentConnection, { nullable: true })
  enrollments(@Ctx() context: DomainContext, @Root() { id }: Course, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(context.read, Enrollment, { courseId: id }, page);
  }

  /** For its seller and admins. */
  @FieldResolver(() => CourseFigures, { nullable: true })
  async figures(@Ctx() context: DomainContext, @Root() { id }: Course): Promise<CourseFigures> {
    return (await context.load(figuresOfCourse, id)) ?? NO_FIGURES;
  }
}
