import { DomainError } from '@stoa/kit/errors';
import { type DomainContext, workflow } from '@stoa/kit/use-case';
import { issueCertificatesOf } from '../certificate/issue-certificates.job.ts';
import { complete } from '../enrollment/complete.ts';
import { Enrollment } from '../enrollment/enrollment.entity.ts';
import { learningRecordStore } from '../xapi/learning-record-store.ts';
import { stateProgress } from '../xapi/state-progress.ts';
import { heed, type ProgressNext } from './heed.ts';
import { updateProgressInput } from './progress.input.ts';
import { type KnownProgress, readProgress } from './read-progress.ts';
import { secondsIn } from './watched-ranges.ts';
import { writeProgress } from './write-progress.ts';

/** Reports of one student come from one or two players, so somebody who loses this often is no student. */
const TRIES = 10;

/**
 * Notes what a student has watched. A report costs one statement to read and one to write; only one that ends a lecture or the course is
 * a transaction.
 */
export const updateProgress = workflow('learning.updateProgress', updateProgressInput, async (context, input): Promise<Enrollment> => {
  const report = {
    fromSeconds: input.fromSeconds ?? 0,
    watchedSeconds: input.watchedSeconds ?? 0,
    progressPercentage: input.progressPercentage ?? 0,
    totalWatchTimeSeconds: input.totalWatchTimeSeconds ?? 0,
  };
  for (let tries = 0; tries < TRIES; tries++) {
    const now = await readProgress(context, input.productId, input.lectureId ?? null);
    const next = heed(now, report);
    const enrollment = changesNothing(now, next) ? await enrollmentOf(context, now.enrollmentId) : await write(context, now, next);
    if (enrollment) return enrollment;
  }
  throw new DomainError('VERSION_CONFLICT', 'Other reports of the same student came in between');
});

function changesNothing(now: KnownProgress, next: ProgressNext): boolean {
  const sameLecture =
    !next.lecture || (next.lecture.done === now.lecture!.done && next.lecture.watchedSeconds === secondsIn(now.lecture!.watched));
  return (
    sameLecture &&
    now.progressPercentage === next.progressPercentage &&
    now.totalWatchTimeSeconds === next.totalWatchTimeSeconds &&
    !ends(now, next)
  );
}

const ends = ({ status }: KnownProgress, { progressPercentage }: ProgressNext): boolean => progressPercentage >= 100 && status === 'ACTIVE';

/** Writes it, with what follows from it; null where another report came in between. */
async function write(context: DomainContext, now: KnownProgress, next: ProgressNext): Promise<Enrollment | null> {
  const endsLecture = next.lecture?.done === true && !now.lecture!.done;
  const endsCourse = ends(now, next);
  if (!endsCourse && !(endsLecture && context.use(learningRecordStore)))
    return writeProgress(context.write.bind(context), context.rows, now, next);
  const written = await context.transact(async (tx) => {
    if (!(await writeProgress(tx.sql.query.bind(tx.sql), context.rows, now, next))) return null;
    const enrollment = (await tx.lock(Enrollment, { id: now.enrollmentId }))!;
    if (endsCourse) complete(tx, enrollment);
    await stateProgress(tx, enrollment, endsLecture ? now.lectureId : null);
    return enrollment;
  });
  if (written && endsCourse) await certify(context, now.enrollmentId);
  return written;
}

/** So that whoever has just finished has it in the answer. Where a part of the platform is down, the job brings it. */
const certify = (context: DomainContext, enrollmentId: string): Promise<unknown> =>
  issueCertificatesOf(context, [enrollmentId]).catch((error: unknown) =>
    context.log.warn({ err: error, enrollmentId }, 'a certificate could not be issued; it comes round again'),
  );

async function enrollmentOf({ rows }: DomainContext, id: string): Promise<Enrollment> {
  const [enrollment] = await rows.by(Enrollment, 'id', [id]);
  return enrollment!;
}
