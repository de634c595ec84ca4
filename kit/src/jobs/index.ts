export * from './job.ts';
export * from './run-jobs.ts';
