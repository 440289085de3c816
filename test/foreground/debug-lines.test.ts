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

async function loggingDaemon(engine: string): Promise<{ daemon: TestDaemon; log: KeptLog }> {
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
