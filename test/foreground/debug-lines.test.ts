// What the log tells of calls and containers, held against what real daemons have logged of the same.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type LogLine, logfmt } from '../../src/daemon/foreground/log-formats.ts'
import type { Logger, LogLevel } from '../../src/world/logger.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'
import { comparable, type DebugLines, send } from './debug-lines.ts'

const recordings: readonly [release: string, recording: readonly DebugLines[]][] = ['20.10', '28.5'].map((release) => [
  release,
  JSON.parse(readFileSync(join(import.meta.dirname, `../recordings/debug/${release}.json`), 'utf8')),
])

class KeptLog implements Logger {
  level: LogLevel = 'info'
  text = ''
  log(level: LogLevel, message: string, fields: LogLine['fields'] = {}): void {
    this.text += logfmt({ at: 0, level, message, fields })
  }
  /** What was told since the last time. */
  take(): string {
    const { text } = this
    this.text = ''
    return text
  }
}

async function loggingDaemon(engine?: string): Promise<{ daemon: TestDaemon; log: KeptLog }> {
  const log = new KeptLog()
  const daemon = await startTestDaemon({ engine, logger: log })
  onTestFinished(() => daemon.close())
  await daemon.create('busybox')
  return { daemon, log }
}

describe.each(recordings)('at the level debug Docker %s', (release, recording) => {
  test('logs calls, their bodies, what is refused, and what becomes of containers', async () => {
    const { daemon, log } = await loggingDaemon(`${release}-debian`)
    log.level = 'debug'
    for (const { lines, ...request } of recording) {
      log.take()
      await send(request, { agent: daemon.agent })
      expect([request.ask, ...comparable(log.take())]).toEqual([request.ask, ...lines])
    }
  })
})

test('at the level debug it logs commands in containers, and health checks', async () => {
  const { daemon, log } = await loggingDaemon()
  const Healthcheck = { Test: ['CMD', 'false'], Interval: 5e6, Retries: 1 }
  const container = await daemon.create('busybox', ['sleep', '1000'], { Healthcheck })
  log.level = 'debug'
  const events = await daemon.dockerode.getEvents({ filters: { event: ['health_status'] } })
  const isUnhealthy = new Promise((resolve) => events.once('data', resolve))
  await container.start()
  await isUnhealthy
  events.on('error', () => {})
  const told = log.take()
  expect(told).toContain(`msg="Running health check for container ${container.id} ..."\n`)
  expect(told).toContain(`msg="Health check for container ${container.id} done (exitCode=1)"\n`)
  expect(comparable(told)).toEqual(
    expect.arrayContaining([
      'level=debug msg="starting exec command ID in container ID"',
      'level=debug msg=event module=libcontainerd namespace=moby topic=/tasks/exec-added',
      'level=debug msg=event module=libcontainerd namespace=moby topic=/tasks/exec-started',
      'level=debug msg=event module=libcontainerd namespace=moby topic=/tasks/exit',
    ]),
  )
})

test('at the level debug it does not say that a command has started which could not', async () => {
  const { daemon, log } = await loggingDaemon()
  const container = await daemon.run('busybox', ['sleep', '1000'])
  const exec = await container.exec({ Cmd: ['nosuchcmd'] })
  log.level = 'debug'
  log.take()
  await exec.start({ Detach: true }).catch(() => {})
  expect(comparable(log.take()).filter((line) => /exec[- ]/.test(line) && !/request/.test(line))).toEqual([
    'level=debug msg="starting exec command ID in container ID"',
    'level=debug msg=event module=libcontainerd namespace=moby topic=/tasks/exec-added',
  ])
})
