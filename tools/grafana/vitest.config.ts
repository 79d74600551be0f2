import { defineConfig } from 'vitest/config';

// Many tests start processes, which takes a while on a busy machine.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });
