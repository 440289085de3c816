// The Jest door (and that of every runner with beforeEach and afterEach): a daemon of its own for each test.
import { type StartedDaemon, type StartOptions, startDaemon } from './daemon/start.ts'

export { startDaemon }

interface Hooks {
  beforeEach(hook: () => Promise<void>): void
  afterEach(hook: () => Promise<void>): void
}

/**
 * Starts a daemon before each test of the file or block and closes it afterwards; returns how to get at it.
 *
 * @example
 * const docker = useDaemon()
 * test('lists nothing', () => myTool({ DOCKER_HOST: docker().host }))
 */
export function useDaemon(options: StartOptions = {}): () => StartedDaemon {
  const { beforeEach, afterEach } = globalThis as unknown as Hooks
  let daemon: StartedDaemon | undefined
  beforeEach(async () => {
    daemon = await startDaemon(options)
  })
  afterEach(async () => {
    await daemon?.close()
    daemon = undefined
  })
  return () => {
    if (!daemon) throw new Error('there is no daemon outside of a test: call this inside of one')
    return daemon
  }
}
