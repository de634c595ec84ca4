export * from './bounded-queue.ts';
