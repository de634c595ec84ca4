export * from './arm-from-environment.ts';
export * from './crash-point.ts';
