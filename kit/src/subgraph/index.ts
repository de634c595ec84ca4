export * from './attempts.ts';
export * from './domain.ts';
export * from './event-run.ts';
export * from './manifest.ts';
export * from './resource.ts';
export * from './route.ts';
export * from './run-domains.ts';
export * from './together.ts';
