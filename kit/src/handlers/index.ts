export * from './on.ts';
