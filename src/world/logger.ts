// What the daemon tells of its own work, in lines of a level with fields, as logrus has them.

/** From the gravest to the most talkative (logrus: AllLevels). */
export const logLevels = ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'] as const

export type LogLevel = (typeof logLevels)[number]

/** A value that the text formats and the JSON format write differently. */
export interface LogValue {
  readonly text: string
  readonly json: unknown
}

export type LogFields = Readonly<Record<string, string | number | boolean | LogValue>>

/** Takes the lines of a daemon. */
export interface Logger {
  /** What is less grave than this is not even made. It may change. */
  readonly level: LogLevel
  log(level: LogLevel, message: string, fields?: LogFields): void
}

export const isLogged = ({ level }: Logger, wanted: LogLevel): boolean =>
  logLevels.indexOf(wanted) <= logLevels.indexOf(level)

/**
 * The level of that name, in any case; undefined if it is none. `warning` and `warn` are one
 * (moby daemon/config/config.go: Validate, which does not know `warning`).
 */
export function levelNamed(name: string): LogLevel | undefined {
  const wanted = name.toLowerCase()
  if (wanted === 'warning') return undefined
  return logLevels.find((level) => level === (wanted === 'warn' ? 'warning' : wanted))
}

/** Of a daemon whose log nobody wants. */
export const silentLogger: Logger = { level: 'panic', log() {} }
