import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import { EnrollmentCompleted, EnrollmentDropped, EnrollmentStarted, LectureRemoved } from '@stoa/schema/events/learning';
import { migrations } from '../migrations/index.ts';
import { Certificate } from './certificate/certificate.entity.ts';
import { certificatePolicy } from './certificate/certificate.policy.ts';
import { CertificateResolver } from './certificate/certificate.resolver.ts';
import { certificateRoute } from './certificate/certificate.route.ts';
import { issueCertificates } from './certificate/issue-certificates.job.ts';
import { Course } from './course/course.entity.ts';
import { coursePolicy } from './course/course.policy.ts';
import { courseReference, productExtension } from './course/course.reference.ts';
import { CourseResolver, ProductCourseResolver } from './course/course.resolver.ts';
import { onProductArchived } from './course/on-product-archived.ts';
import { onProductCreated } from './course/on-product-created.ts';
import { onProductUpdated } from './course/on-product-updated.ts';
import { Enrollment } from './enrollment/enrollment.entity.ts';
import { enrollmentMachine } from './enrollment/enrollment.machine.ts';
import { enrollmentPolicy } from './enrollment/enrollment.policy.ts';
import { enrollmentReference, userExtension } from './enrollment/enrollment.reference.ts';
import { EnrollmentResolver, UserEnrollmentsResolver } from './enrollment/enrollment.resolver.ts';
import { EnrollmentTally } from './enrollment/enrollment-tally.entity.ts';
import { foldTallies } from './enrollment/fold-tallies.job.ts';
import { onLineRefunded } from './enrollment/on-line-refunded.ts';
import { onLineRestored } from './enrollment/on-line-restored.ts';
import { onOrderConfirmed } from './enrollment/on-order-confirmed.ts';
import { PaidLine } from './enrollment/paid-line.entity.ts';
import { learningSettings } from './learning-settings.ts';
import { Chapter } from './lecture/chapter.entity.ts';
import { Lecture } from './lecture/lecture.entity.ts';
import { lecturePolicy } from './lecture/lecture.policy.ts';
import { lectureReference } from './lecture/lecture.reference.ts';
import { ChapterResolver, LectureResolver } from './lecture/lecture.resolver.ts';
import { answerMayWatch } from './lecture/may-watch.ts';
import { onVideoReady } from './lecture/on-video-ready.ts';
import { Video } from './lecture/video.projection.ts';
import { learningPersonalData } from './personal-data.ts';
import { LectureProgress } from './progress/lecture-progress.entity.ts';
import { learningRecordStore } from './xapi/learning-record-store.ts';
import { sendStatements } from './xapi/send-statements.job.ts';
import { XapiStatement } from './xapi/statement.entity.ts';

/** What is taught and learnt: courses and their lectures, who is enrolled in them, how far they are, and what they get for it. */
export default defineSubgraph({
  name: 'learning',
  entities: [Course, Chapter, Lecture, Video, Enrollment, PaidLine, EnrollmentTally, LectureProgress, Certificate, XapiStatement],
  migrations,
  resolvers: [
    ...[ProductCourseResolver, CourseResolver, ChapterResolver, LectureResolver],
    ...[UserEnrollmentsResolver, EnrollmentResolver, CertificateResolver],
  ],
  references: [courseReference, lectureReference, enrollmentReference, productExtension, userExtension],
  policies: [coursePolicy, lecturePolicy, enrollmentPolicy, certificatePolicy],
  machines: [enrollmentMachine],
  publishes: [EnrollmentStarted, EnrollmentCompleted, EnrollmentDropped, LectureRemoved],
  commands: [answerMayWatch],
  handlers: [onProductCreated, onProductUpdated, onProductArchived, onVideoReady, onOrderConfirmed, onLineRefunded, onLineRestored],
  jobs: [foldTallies, issueCertificates, sendStatements],
  routes: [certificateRoute],
  resources: [learningSettings, learningRecordStore],
  personalData: learningPersonalData,
  staffActs: staffActs(recordStaffActs, 'learning'),
});
