import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** They remember from one file to the next which daemon they speak to. */
const forgetful = ['test/clients/testcontainers*.test.ts']

const ofPackage = 'test/package/*.test.ts'

const config: ViteUserConfig = defineConfig({
  test: {
    setupFiles: ['test/contract/shown-by.setup.ts'],
    // for what hangs, on the slowest of machines
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      // what most files import is all of mockerd: to do so once for each worker, and not for each file, saves minutes
      {
        extends: true,
        test: { name: 'shared', isolate: false, include: ['test/**/*.test.ts'], exclude: [...forgetful, ofPackage] },
      },
      { extends: true, test: { name: 'alone', include: forgetful } },
      // what is packed is in dist/, which another command makes: `npm run test:package`
      { extends: true, test: { name: 'package', include: [ofPackage] } },
    ],
  },
})
export default config
