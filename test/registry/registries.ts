// The registries that a test may run against: mockerd's own, and Debian's docker-registry where it is installed.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRegistry } from '../../src/index.ts'
import { Reader } from '../reading.ts'

export interface RunningRegistry {
  /** `127.0.0.1:5000` */
  readonly host: string
  close(): Promise<void>
}

/** Why docker-registry cannot run here, if so. */
export const withoutDockerRegistry: string | undefined =
  spawnSync('docker-registry', ['--version']).status === 0 ? undefined : 'docker-registry is not installed'

async function startDockerRegistry(): Promise<RunningRegistry> {
  const directory = mkdtempSync(join(tmpdir(), 'mockerd-registry-'))
  const config = join(directory, 'config.json')
  writeFileSync(
    config,
    JSON.stringify({
      version: '0.1',
      log: { level: 'info', formatter: 'json' },
      storage: { filesystem: { rootdirectory: join(directory, 'data') }, delete: { enabled: true } },
      http: { addr: '127.0.0.1:0' },
    }),
  )
  const registry = spawn('docker-registry', ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  const log = new Reader(registry.stderr)
  const [, host = ''] = /listening on ([\d.:]+)/.exec(await log.shows(/listening on [\d.:]+/))!
  return {
    host,
    async close() {
      registry.kill()
      await once(registry, 'exit')
      rmSync(directory, { recursive: true })
    },
  }
}

export const registries: readonly (readonly [name: string, start: () => Promise<RunningRegistry>])[] = [
  ['the registry of mockerd', startRegistry],
  ...(withoutDockerRegistry === undefined ? [['docker-registry', startDockerRegistry] as const] : []),
]
