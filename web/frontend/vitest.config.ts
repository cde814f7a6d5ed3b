import { defineConfig } from 'vitest/config';

export default defineConfig({
  // ES2022 classes as the browser gets them, with the decorators as TypeScript compiles them.
  test: { environment: 'node', include: ['test/**/*.test.ts'], testTimeout: 10_000 },
});
