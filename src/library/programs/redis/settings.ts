// The settings of redis-server: a file, then options, over what holds without them.
import type { Process } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { inlineWordsOrNone } from './request-reader.ts'

export interface Given {
  readonly settings: Map<string, string>
  /** the configuration file, if one was named */
  readonly file: string | undefined
}

const usual = (process: Process): [string, string][] => [
  ['appendonly', 'no'],
  ['bind', '* -::*'],
  ['databases', '16'],
  ['dbfilename', 'dump.rdb'],
  ['dir', process.cwd],
  ['loglevel', 'notice'],
  ['maxclients', '10000'],
  ['maxmemory', '0'],
  ['maxmemory-policy', 'noeviction'],
  ['notify-keyspace-events', ''],
  ['port', '6379'],
  ['protected-mode', 'no'],
  ['requirepass', ''],
  ['save', '3600 1 300 100 60 10000'],
  ['tcp-keepalive', '300'],
  ['timeout', '0'],
]

/** `redis-server [file] [--name value…]…`. Or what is wrong with that. */
export function readSettings(process: Process, args: readonly string[]): Given | string {
  const file = args[0] === undefined || args[0].startsWith('--') ? undefined : args[0]
  const settings = new Map(usual(process))
  let text = ''
  try {
    if (file === '-') text = ''
    else if (file !== undefined) text = process.files.readText(file)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return `*** FATAL CONFIG FILE ERROR ***\nFatal error, can't open config file '${file}': ${error.message}\n`
  }
  const lines = text.split('\n').map((line) => line.trim())
  const own: string[][] = []
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue
    const words = inlineWordsOrNone(line)
    if (words === undefined || words.length < 2) return problem(index + 1, line)
    own.push(words)
  }
  const options = file === undefined ? args : args.slice(1)
  for (let at = 0; at < options.length; at++) {
    const name = options[at]!
    if (!name.startsWith('--')) return problem(at + 1, name)
    const next = options.findIndex((word, index) => index > at && word.startsWith('--'))
    const values = options.slice(at + 1, next < 0 ? undefined : next)
    // an option is a line of the file: its first argument may hold values as well
    const words = [...(inlineWordsOrNone(name.slice(2)) ?? []), ...values]
    if (words.length < 2) return problem(at + 1, name.slice(2))
    own.push(words)
    at += values.length
  }
  // several lines for the moments to save add up
  const saves = own.filter(([name]) => name?.toLowerCase() === 'save').map((words) => words.slice(1).join(' '))
  for (const [name = '', ...values] of own) settings.set(name.toLowerCase(), values.join(' '))
  if (saves.length > 0) settings.set('save', saves.filter((save) => save !== '').join(' '))
  return { settings, file }
}

const problem = (line: number, text: string): string =>
  `\n*** FATAL CONFIG FILE ERROR ***\nReading the configuration file, at line ${line}\n>>> '${text}'\nBad directive or wrong number of arguments\n`
