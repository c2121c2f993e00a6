/** Tests run as ES modules: the octokit packages have no other form. Types are checked by `npm run typecheck`. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.yaml'],
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  transform: {
    '\\.ts$': '<rootDir>/__tests__/support/esbuild-transform.cjs',
    '\\.yaml$': '<rootDir>/__tests__/support/text-transform.cjs',
  },
  setupFiles: ['<rootDir>/__tests__/support/seed.ts'],
  coverageProvider: 'babel',
  testTimeout: 30_000,
  maxWorkers: 2,
  // Starting git copies the page tables of the process that starts it: a worker that holds much starts it slowly.
  workerIdleMemoryLimit: '400MB',
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
}
