import { holding, personalData } from '@stoa/kit/personal-data';
import { handOverPersonalData } from '@stoa/schema/commands/identity';
import { DataExportRequested, UserErased } from '@stoa/schema/events/identity';
import { Certificate } from './certificate/certificate.entity.ts';
import { Enrollment } from './enrollment/enrollment.entity.ts';
import { PaidLine } from './enrollment/paid-line.entity.ts';
import { LectureProgress } from './progress/lecture-progress.entity.ts';

const contracts = { erased: UserErased, exportRequested: DataExportRequested, handOver: handOverPersonalData };

/** A certificate of somebody who is forgotten names nobody; its number still says that a course was finished on that day. */
export const learningPersonalData = personalData(contracts, 'learning', [
  holding(Certificate, 'enrollment_id in (select id from enrollment where student_id = $1)', { student_name: `''` }),
  holding(LectureProgress, 'enrollment_id in (select id from enrollment where student_id = $1)', 'keep'),
  holding(Enrollment, 'student_id = $1', 'keep'),
  holding(PaidLine, 'student_id = $1', 'keep'),
]);
