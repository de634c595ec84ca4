export * from './longest-list.ts';
export * from './operation-size.ts';
