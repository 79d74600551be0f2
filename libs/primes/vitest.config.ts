import { defineConfig } from 'vitest/config';

// Some tests calculate for seconds on a busy machine.
export default defineConfig({ test: { testTimeout: 60_000 } });
