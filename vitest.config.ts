import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/contract/shown-by.setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
export default config
