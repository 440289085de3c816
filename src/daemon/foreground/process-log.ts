// The logger of the command: lines of the format that was asked for, to stderr.
import type { Clock } from '../../world/clock.ts'
import { isLogged, type Logger, type LogLevel } from '../../world/logger.ts'
import { colouredText, jsonLine, type LogFormat, logfmt } from './log-formats.ts'

export interface ProcessLogOptions {
  readonly clock: Clock
  readonly level: LogLevel
  readonly format: 'text' | 'json'
  /** Without colours, even at a terminal. */
  readonly raw: boolean
}

/** A logger whose level can be changed. */
export interface ProcessLog extends Logger {
  level: LogLevel
}

/** Writes to stderr; that nobody reads there any more does no harm. */
export function createProcessLog({ clock, level, format, raw }: ProcessLogOptions): ProcessLog {
  const { stderr } = process
  const write: LogFormat = format === 'json' ? jsonLine : stderr.isTTY && !raw ? colouredText : logfmt
  const log: ProcessLog = {
    level,
    log(grade, message, fields = {}) {
      if (isLogged(log, grade)) stderr.write(write({ at: clock.now(), level: grade, message, fields }))
    },
  }
  return log
}
