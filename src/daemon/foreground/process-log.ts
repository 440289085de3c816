// The logger of the command: lines of the format that was asked for, to stderr.
import type { Clock } from '../../world/clock.ts'
import { isLogged, type Logger, type LogLevel, levelNamed } from '../../world/logger.ts'
import type { CommandOptions } from '../options/table.ts'
import { colouredText, jsonLine, logfmt } from './log-formats.ts'

/** A logger whose level can be changed. */
export interface ProcessLog extends Logger {
  level: LogLevel
}

/** Writes to stderr. `options` have been looked at: a level that dockerd knows, and a format. */
export function createProcessLog(clock: Clock, options: CommandOptions): ProcessLog {
  const { stderr } = process
  const isPlain = !stderr.isTTY || options['raw-logs'] === true
  const write = options['log-format'] === 'json' ? jsonLine : isPlain ? logfmt : colouredText
  const log: ProcessLog = {
    level: options.debug ? 'debug' : (levelNamed(options['log-level'] || 'info') ?? 'info'),
    log(level, message, fields = {}) {
      if (isLogged(log, level)) stderr.write(write({ at: clock.now(), level, message, fields }))
    },
  }
  return log
}
