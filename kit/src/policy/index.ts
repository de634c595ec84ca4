export * from './access.ts';
export * from './policy.ts';
