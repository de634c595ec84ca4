export * from './access.ts';
export * from './acting.ts';
export * from './policy.ts';
