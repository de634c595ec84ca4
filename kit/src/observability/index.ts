export * from './error-text.ts';
export * from './families.ts';
export * from './log.ts';
export * from './metrics.ts';
export * from './otlp.ts';
export * from './span.ts';
export * from './trace.ts';
