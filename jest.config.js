const shared = {
  setupFilesAfterEnv: ['<rootDir>/e2e/harness/patience.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }] },
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  coveragePathIgnorePatterns: ['/node_modules/', '/generated/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/'],
};

export default {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/operator/**/*.test.ts', '<rootDir>/scripts/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/e2e/**/*.test.ts'],
      globalSetup: '<rootDir>/e2e/harness/global-setup.ts',
      globalTeardown: '<rootDir>/e2e/harness/global-teardown.ts',
    },
    // what only a whole run of the others can show; see make test
    { ...shared, displayName: 'after', testMatch: ['<rootDir>/e2e/**/*.after.ts'] },
  ],
  coverageDirectory: 'coverage',
  coverageReporters: ['html', 'text-summary'],
};
