import { defineConfig } from 'vitest/config';

// Every test starts processes; on two cores, more files at once only wait for each other.
export default defineConfig({ test: { fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 } });
