/** Tests run on the sources: the `source` export condition of every workspace package points at its TypeScript. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  // One Postgres for the whole run, in STOA_TEST_POSTGRES_URL.
  globalSetup: '<rootDir>/tests/setup/global-setup.ts',
  globalTeardown: '<rootDir>/tests/setup/global-teardown.ts',
  testSequencer: '<rootDir>/tests/setup/longest-early.ts',
  reporters: ['default', '<rootDir>/tests/setup/count-reporter.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
      },
    ],
  },
  maxWorkers: 2,
  // What a suite has imported stays in its worker's memory for good, so a worker that holds this much gives way to a new one.
  workerIdleMemoryLimit: '1GB',
  // Two workers and a Postgres share two cores, perhaps with others; a short bound would fail the slow machine, not the slow code.
  testTimeout: 180_000,
};
