export * from './amount.ts';
export * from './currency.ts';
export * from './money.ts';
