import { defineConfig } from 'vitest/config';

// Nx asks for colors; what the tests start must write plain text, as into a pipe.
delete process.env['FORCE_COLOR'];

export default defineConfig({ test: { testTimeout: 60_000 } });
