export * from './follow.ts';
export * from './wakes.ts';
