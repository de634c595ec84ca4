export * from './saga.ts';
export * from './saga-row.ts';
export { startSaga } from './saga-store.ts';
