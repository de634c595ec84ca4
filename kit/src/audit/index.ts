export { type Act, type ActFact, actOf, isStaff } from './act.ts';
export { type KeptAct, OUTCOMES, type StaffActs, staffActs, type ToldAct } from './staff-acts.ts';
