export * from './answer.ts';
export * from './client.ts';
export * from './contract.ts';
export * from './in-process.ts';
