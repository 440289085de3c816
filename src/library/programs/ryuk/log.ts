// The log lines of ryuk, in the form of Go's slog: `time=… level=INFO msg="prune check" clients=0`.
import type { Process } from '../../../runtime/process.ts'
import { logTime } from '../service.ts'

export type Level = 'INFO' | 'WARN' | 'ERROR'
export type Fact = readonly [name: string, value: string | number | boolean]

export async function log(process: Process, level: Level, message: string, ...facts: readonly Fact[]): Promise<void> {
  const { date, time, millis } = logTime(process.now())
  const pairs = facts.map(([name, value]) => ` ${name}=${quoted(String(value))}`)
  await process.write(1, `time=${date}T${time}.${millis}Z level=${level} msg=${quoted(message)}${pairs.join('')}\n`)
}

const quoted = (text: string): string => (/^[^\s"=]+$/.test(text) ? text : JSON.stringify(text))
