import { indexBy, loader } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Certificate } from './certificate.entity.ts';
import { readCertificateNumber } from './certificate-number.ts';

export const certificateOfEnrollment = loader<string, Certificate>(async ({ rows }, enrollmentIds) =>
  indexBy(await rows.by(Certificate, 'enrollmentId', enrollmentIds), ({ enrollmentId }) => enrollmentId),
);

export interface VerifiedCertificate {
  readonly certificate: Certificate;
  /** False where its course was given back afterwards. */
  readonly valid: boolean;
}

/** What there is under a number as somebody has typed it. */
export async function verified({ sql, rows }: DomainContext, typed: string): Promise<VerifiedCertificate | null> {
  const number = readCertificateNumber(typed);
  if (!number) return null;
  const found = await sql.query<{ valid: boolean }>(
    `select ${rows.columnsOf(Certificate, 'c')}, e.status = 'COMPLETED' as valid from certificate c join enrollment e on e.id = c.enrollment_id
     where c.number = $1`,
    [number],
  );
  const [certificate] = rows.toObjects(Certificate, found);
  return certificate ? { certificate, valid: found[0]!.valid } : null;
}
