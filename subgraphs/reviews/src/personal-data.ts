import { holding, personalData } from '@stoa/kit/personal-data';
import { handOverPersonalData } from '@stoa/schema/commands/identity';
import { DataExportRequested, UserErased } from '@stoa/schema/events/identity';
import { ReviewReport } from './moderation/review-report.entity.ts';
import { Purchase } from './purchase/purchase.entity.ts';
import { Review } from './review/review.entity.ts';
import { ReviewRevision } from './review/review-revision.entity.ts';

const contracts = { erased: UserErased, exportRequested: DataExportRequested, handOver: handOverPersonalData };

/** Stars stay, as averages count them; words are their author’s, and go. */
export const reviewsPersonalData = personalData(contracts, 'reviews', [
  holding(ReviewRevision, 'review_id in (select id from review where buyer_id = $1)', { title: 'null', body: 'null' }),
  holding(Review, 'buyer_id = $1', { title: 'null', body: 'null', moderation_reason: 'null' }),
  holding(ReviewReport, 'reporter_id = $1', { reason: `''` }),
  holding(Purchase, 'buyer_id = $1', 'keep'),
]);
