import { createHash } from 'node:crypto';

/** What a statement is about. */
export interface Stated {
  readonly home: string;
  readonly enrollmentId: string;
  readonly studentId: string;
  readonly courseId: string;
  /** Null: of the whole course. */
  readonly lectureId: string | null;
  readonly verb: 'completed' | 'progressed';
  readonly progressPercentage: number;
  readonly at: Date;
}

const VERBS = {
  completed: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { 'en-US': 'completed' } },
  progressed: { id: 'http://adlnet.gov/expapi/verbs/progressed', display: { 'en-US': 'progressed' } },
} as const;
const COURSE = 'http://adlnet.gov/expapi/activities/course';
const LESSON = 'http://adlnet.gov/expapi/activities/lesson';
const PROGRESS = 'https://w3id.org/xapi/cmi5/result/extensions/progress';

/** A statement of xAPI 1.0.3. It names nobody: the student is an account of ours, and only we know whose. */
export function statementOf(stated: Stated): { readonly id: string; readonly [part: string]: unknown } {
  const { home, enrollmentId, studentId, courseId, lectureId, verb, progressPercentage, at } = stated;
  const progress = Math.floor(progressPercentage);
  const course = { objectType: 'Activity', id: `${home}/courses/${courseId}`, definition: { type: COURSE } };
  const lesson = { objectType: 'Activity', id: `${home}/lectures/${lectureId}`, definition: { type: LESSON } };
  return {
    id: idOf([enrollmentId, lectureId, verb, verb === 'progressed' ? progress : null]),
    actor: { objectType: 'Agent', account: { homePage: home, name: studentId } },
    verb: VERBS[verb],
    object: lectureId ? lesson : course,
    result: verb === 'completed' ? { completion: true } : { completion: false, extensions: { [PROGRESS]: progress } },
    context: { registration: enrollmentId, ...(lectureId ? { contextActivities: { parent: [course] } } : {}) },
    timestamp: at.toISOString(),
  };
}

/** A UUID (version 8) of what a statement says, so that it is the same one whenever it is said. */
export function idOf(parts: readonly (string | number | null)[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
