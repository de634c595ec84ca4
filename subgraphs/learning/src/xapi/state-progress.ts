import type { Transaction } from '@stoa/kit/use-case';
import type { Enrollment } from '../enrollment/enrollment.entity.ts';
import { learningRecordStore } from './learning-record-store.ts';
import { sendStatements } from './send-statements.job.ts';
import { statementOf } from './statements.ts';

/** Has the learning record store told, if there is one, that a lecture or the course was done; it is told later, and once. */
export async function stateProgress(tx: Transaction, enrollment: Enrollment, lectureId: string | null): Promise<void> {
  const store = tx.use(learningRecordStore);
  if (!store) return;
  const { id: enrollmentId, studentId, courseId, progressPercentage, status } = enrollment;
  const stated = { home: store.home, enrollmentId, studentId, courseId, progressPercentage, at: new Date() };
  const statements = [
    ...(lectureId ? [statementOf({ ...stated, lectureId, verb: 'completed' })] : []),
    statementOf({ ...stated, lectureId: null, verb: status === 'COMPLETED' ? 'completed' : 'progressed' }),
  ];
  await tx.sql.query(
    'insert into xapi_statement (id, statement) select (value ->> $2)::uuid, value from jsonb_array_elements($1::jsonb) on conflict (id) do nothing',
    [JSON.stringify(statements), 'id'],
  );
  tx.wakeJob(sendStatements.name);
}
