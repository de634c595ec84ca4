import initial from './0001-initial.ts';
import refundsByLine from './0002-refunds-by-line.ts';
import payouts from './0003-payouts.ts';
import disputes from './0004-disputes.ts';
import transfersOneAtATime from './0005-transfers-one-at-a-time.ts';
import shipping from './0006-shipping.ts';
import sweeps from './0007-sweeps.ts';
import documents from './0008-documents.ts';
import papers from './0009-papers.ts';
import documentsNameTheirBuyer from './0010-documents-name-their-buyer.ts';
import parkedUntilSomebodyLooks from './0011-parked-until-somebody-looks.ts';
import forgottenBuyers from './0012-forgotten-buyers.ts';
import traces from './0013-traces.ts';
import listed from './0014-listed.ts';
import listedByStatus from './0015-listed-by-status.ts';

export const migrations = [
  initial,
  refundsByLine,
  payouts,
  disputes,
  transfersOneAtATime,
  shipping,
  sweeps,
  documents,
  papers,
  documentsNameTheirBuyer,
  parkedUntilSomebodyLooks,
  forgottenBuyers,
  traces,
  listed,
  listedByStatus,
];
