export * from './context.ts';
export * from './once.ts';
export * from './strict-limit.ts';
export * from './use-case.ts';
