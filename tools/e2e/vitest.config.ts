import { defineConfig } from 'vitest/config';

// Nx asks for colours; what the tests start shall write plain text, as into a pipe.
delete process.env['FORCE_COLOR'];

// Each file starts a mesh of its own; two at once on two cores would only wait for each other.
export default defineConfig({ test: { fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 } });
