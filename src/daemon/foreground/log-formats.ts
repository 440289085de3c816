// A line of the log as dockerd writes it: logfmt, the same for people at a terminal, or JSON.
import { goJson } from '../../codec/go-json.ts'
import { goQuote } from '../../codec/go-quote.ts'
import { rfc3339Fixed } from '../../codec/timestamp.ts'
import type { LogFields, LogLevel } from '../../world/logger.ts'

export interface LogLine {
  /** ms since 1970 */
  readonly at: number
  readonly level: LogLevel
  readonly message: string
  readonly fields: LogFields
}

export type LogFormat = (line: LogLine) => string

/**
 * `time="…" level=info msg="Starting up" key=value` (logrus: TextFormatter without a terminal).
 *
 * differs: the time is always UTC's, as everywhere on the simulated host.
 */
export const logfmt: LogFormat = ({ at, level, message, fields }) => {
  const head = `time=${valueText(rfc3339Fixed(at))} level=${level}${message && ` msg=${valueText(message)}`}`
  return `${head}${pairs(fields, (key) => key)}\n`
}

/** `INFO[…] Starting up    key=value`, with colours (logrus: TextFormatter.printColored). */
export const colouredText: LogFormat = ({ at, level, message, fields }) => {
  const paint = (text: string): string => `\x1b[${colours[level]}m${text}\x1b[0m`
  const head = `${paint(level.toUpperCase().slice(0, 4))}[${rfc3339Fixed(at)}]`
  return `${head} ${message.replace(/\n$/, '').padEnd(44)} ${pairs(fields, paint)}\n`
}

/** One object in each line, its keys sorted (logrus: JSONFormatter). */
export const jsonLine: LogFormat = ({ at, level, message, fields }) => {
  const values = Object.entries(fields).map(([key, value]) => [key, typeof value === 'object' ? value.json : value])
  return `${goJson({ ...Object.fromEntries(values), level, msg: message, time: rfc3339Fixed(at) })}\n`
}

const colours: Readonly<Record<LogLevel, number>> = {
  panic: 31,
  fatal: 31,
  error: 31,
  warning: 33,
  info: 36,
  debug: 37,
  trace: 37,
}

const pairs = (fields: LogFields, key: (name: string) => string): string =>
  Object.keys(fields)
    .sort()
    .map((name) => ` ${key(name)}=${valueText(textOf(fields[name]!))}`)
    .join('')

const textOf = (value: LogFields[string]): string => (typeof value === 'object' ? value.text : String(value))

const valueText = (text: string): string => (/^[\w./@^+-]*$/.test(text) ? text : goQuote(text))
