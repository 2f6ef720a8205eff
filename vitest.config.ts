import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Two cores: a file that starts the whole stack shares the machine with one other at the most.
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'], testTimeout: 60_000, hookTimeout: 180_000 } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 120_000, sequence: { groupOrder: 1 } } },
    ],
  },
});
