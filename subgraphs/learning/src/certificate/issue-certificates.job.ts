import { indexBy } from '@stoa/kit/graphql';
import { job, seconds } from '@stoa/kit/jobs';
import { newId } from '@stoa/kit/persistence';
import type { DomainContext } from '@stoa/kit/use-case';
import { describeUsers } from '@stoa/schema/commands/identity';
import { newCertificateNumber } from './certificate-number.ts';

const BATCH = 100;

/** Who has finished a course whose name is known, and may have no certificate yet. */
const DUE = `
  select e.id as "enrollmentId", e.student_id as "studentId", c.name as "courseName"
  from enrollment e join course c on c.id = e.course_id where e.certificate_due and c.name <> ''`;

interface Due {
  readonly enrollmentId: string;
  readonly studentId: string;
  readonly courseName: string;
}

/** Writes the certificates that are still missing: they are written when a course is finished, unless identity could not be asked just then. */
export const issueCertificates = job('learning.issueCertificates', seconds(30), async (context) => {
  const due = await context.sql.query<Due>(`${DUE} limit ${BATCH}`);
  await issue(context, due);
});

/** Writes the certificates of these enrollments at once, as far as they are due. */
export const issueCertificatesOf = async (context: DomainContext, enrollmentIds: readonly string[]): Promise<void> =>
  issue(context, await context.sql.query<Due>(`${DUE} and e.id = any($1::uuid[])`, [enrollmentIds]));

/** Whoever comes first has written it; the names are those of today, for good. */
async function issue(context: DomainContext, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return;
  const { users } = await context.call(describeUsers, { userIds: [...new Set(due.map(({ studentId }) => studentId))] });
  const userOf = indexBy(users, ({ userId }) => userId);
  const certificates = due.flatMap(({ enrollmentId, studentId, courseName }) => {
    const studentName = userOf.get(studentId)?.name;
    return studentName ? [{ id: newId(), number: newCertificateNumber(), enrollmentId, studentName, courseName }] : [];
  });
  await context.write(
    `with named as (
       select * from jsonb_to_recordset($1) as c (id uuid, number text, "enrollmentId" uuid, "studentName" text, "courseName" text)
     ), written as (
       insert into certificate (id, number, enrollment_id, student_name, course_name)
       select id, number, "enrollmentId", "studentName", "courseName" from named on conflict (enrollment_id) do nothing
     )
     update enrollment set certificate_due = false where id in (select "enrollmentId" from named)`,
    [JSON.stringify(certificates)],
  );
}
