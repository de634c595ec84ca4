import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root, type Stub } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Certificate } from '../certificate/certificate.entity.ts';
import { certificateOfEnrollment } from '../certificate/certificate.loader.ts';
import { Course } from '../course/course.entity.ts';
import { courseReference } from '../course/course.reference.ts';
import { LectureSeen, lecturesOfEnrollment } from '../progress/lecture-seen.ts';
import { UpdateProgressInput } from '../progress/progress.input.ts';
import { updateProgress } from '../progress/update-progress.ts';
import { Enrollment } from './enrollment.entity.ts';
import { enrollmentsOfUser, UserEnrollments } from './enrollment.reference.ts';

@Resolver(() => UserEnrollments)
export class UserEnrollmentsResolver {
  /** What somebody learns, has finished or has dropped, the newest first; for themselves and admins. */
  @FieldResolver(() => [Enrollment], { nullable: true })
  async enrollments(@Ctx() context: DomainContext, @Root() { id }: Stub): Promise<Enrollment[]> {
    return (await context.load(enrollmentsOfUser, id)) ?? [];
  }
}

@Resolver(() => Enrollment)
export class EnrollmentResolver {
  @FieldResolver(() => Course)
  course(@Ctx() context: DomainContext, @Root() { courseId }: Enrollment): Promise<Course | null> {
    return context.load(courseReference.loader, courseId);
  }

  @FieldResolver(() => UserEnrollments, { nullable: true })
  student(@Root() { studentId }: Enrollment): Stub {
    return { id: studentId };
  }

  /** What of which lecture was watched; those of which nothing was are left out. */
  @FieldResolver(() => [LectureSeen])
  async lectures(@Ctx() context: DomainContext, @Root() { id }: Enrollment): Promise<LectureSeen[]> {
    return (await context.load(lecturesOfEnrollment, id)) ?? [];
  }

  /** Some moments after it was completed. */
  @FieldResolver(() => Certificate, { nullable: true })
  certificate(@Ctx() context: DomainContext, @Root() { id, status }: Enrollment): Promise<Certificate | null> {
    return status === 'DROPPED' ? Promise.resolve(null) : context.load(certificateOfEnrollment, id);
  }

  /** Of the course of a product that one is enrolled in. What is less than before changes nothing. */
  @Mutation(() => Enrollment)
  updateProgress(@Ctx() context: DomainContext, @Arg('input', () => UpdateProgressInput) input: UpdateProgressInput) {
    return context.run(updateProgress, input);
  }
}
