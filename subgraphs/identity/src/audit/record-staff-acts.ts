import { answer } from '@stoa/kit/commands';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import { logActs } from './keep-act.ts';

/** Takes what staff did in another domain. */
export const answerRecordStaffActs = answer(recordStaffActs, async ({ sql }, { domain, acts }) => {
  await logActs(sql, domain, acts);
  return {};
});
