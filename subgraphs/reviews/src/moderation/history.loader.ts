import { groupBy, loader } from '@stoa/kit/graphql';
import { ReviewRevision } from '../review/review-revision.entity.ts';
import { ReviewReport } from './review-report.entity.ts';

/** Enough to decide by; a list that somebody makes grow must not. */
const LATEST = 100;

export const revisionsOfReview = loader<string, ReviewRevision[]>(async ({ sql, rows }, reviewIds) => {
  const found = await sql.query(
    `select ${rows.columnsOf(ReviewRevision, 'latest')} from unnest($1::uuid[]) as wanted (id) cross join lateral
     (select * from review_revision where review_id = wanted.id order by version desc limit $2) latest order by latest.version desc`,
    [reviewIds, LATEST],
  );
  return groupBy(rows.toObjects(ReviewRevision, found), (row) => row.reviewId);
});

export const reportsOfReview = loader<string, ReviewReport[]>(async ({ sql, rows }, reviewIds) => {
  const found = await sql.query(
    `select ${rows.columnsOf(ReviewReport, 'latest')} from unnest($1::uuid[]) as wanted (id) cross join lateral
     (select * from review_report where review_id = wanted.id order by created_at desc limit $2) latest order by latest.created_at desc`,
    [reviewIds, LATEST],
  );
  return groupBy(rows.toObjects(ReviewReport, found), (row) => row.reviewId);
});
