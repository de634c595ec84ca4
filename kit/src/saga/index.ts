export * from './saga.ts';
export * from './saga-row.ts';
export { type Claim, type Outcome, startSaga } from './saga-store.ts';
