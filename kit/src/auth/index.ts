export * from './api-key.ts';
export * from './keyring.ts';
export * from './nonce-memory.ts';
export * from './signature.ts';
export * from './viewer.ts';
