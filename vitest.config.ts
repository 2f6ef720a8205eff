import { defineConfig } from 'vitest/config';

/** Milliseconds that a polled expectation may take to come true: on a busy machine a worker or a process alone takes seconds to start. */
const expectation = { poll: { timeout: 60_000 } };

export default defineConfig({
  test: {
    // Two cores: a file that starts the whole stack shares the machine with one other at the most.
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'], testTimeout: 120_000, hookTimeout: 240_000, expect: expectation } },
      // Longer than any one thing that a test waits for: what is missing is named by the wait, not by the end of the test.
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 300_000, expect: expectation, sequence: { groupOrder: 1 } } },
    ],
  },
});
