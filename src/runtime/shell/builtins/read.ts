// read: a line of input, split into variables.
import { concat, decode } from '../../bytes.ts'
import type { OpenFile } from '../../open-file.ts'
import { setElements } from '../arrays.ts'
import type { Builtin } from '../builtins.ts'
import { PlainError, ShellError } from '../control.ts'
import { separators } from '../expand.ts'
import type { Shell } from '../shell.ts'

/** bytes asked for at once: about a line, as what is too much goes back */
const CHUNK = 128

interface Options {
  raw: boolean
  silent: boolean
  prompt: string
  descriptor: number
  delimiter: number
  /** characters at most */
  count: number
  /** ms */
  timeout: number | undefined
  array: string | undefined
  names: readonly string[]
}

function parseOptions(argv: readonly string[]): Options {
  const options: Options = {
    raw: false,
    silent: false,
    prompt: '',
    descriptor: 0,
    delimiter: 10,
    count: Number.POSITIVE_INFINITY,
    timeout: undefined,
    array: undefined,
    names: [],
  }
  let at = 1
  for (; argv[at]?.startsWith('-') && argv[at] !== '-'; at++) {
    const word = argv[at]!
    if (word === '--') {
      at++
      break
    }
    for (let i = 1; i < word.length; i++) {
      const letter = word[i]!
      if (letter === 'r') options.raw = true
      else if (letter === 's') options.silent = true
      else if (letter !== 'e') {
        const value = word.slice(i + 1) || (argv[++at] ?? '')
        takeOption(options, letter, value)
        break
      }
    }
  }
  options.names = argv.slice(at)
  return options
}

function takeOption(options: Options, letter: string, value: string): void {
  const number = (): number => {
    if (!/^\d+(\.\d*)?$|^\.\d+$/.test(value)) throw new ShellError(`invalid number '${value}'`, 2)
    return Number(value)
  }
  if (letter === 'p') options.prompt = value
  else if (letter === 'u') options.descriptor = number()
  else if (letter === 'd') options.delimiter = value === '' ? 0 : value.charCodeAt(0)
  else if (letter === 'n' || letter === 'N') options.count = number()
  else if (letter === 't') options.timeout = number() * 1000
  else if (letter === 'a') options.array = value
  else throw new ShellError(`illegal option -${letter}`)
}

class TimedOut extends Error {}

/** A read that gives up at a moment of the daemon's clock. */
async function readUntil(shell: Shell, file: OpenFile, max: number, deadline: number): Promise<Uint8Array | undefined> {
  const { process } = shell
  let late = false
  const timed = Object.create(process, {
    block: {
      value: async (subscribe: (wake: () => void) => (() => void) | undefined) => {
        await process.block((wake) => {
          const cancel = subscribe(wake)
          const timer = process.kernel.clock.after(deadline - process.now(), () => {
            late = true
            wake()
          })
          return () => {
            cancel?.()
            timer.cancel()
          }
        })
        if (late) throw new TimedOut()
      },
    },
  }) as typeof process
  return file.read(timed, max)
}

interface Line {
  readonly text: string
  /** Whether the delimiter (or the count) was reached. */
  readonly complete: boolean
  readonly timedOut: boolean
}

/** Reads up to the delimiter and gives back what was read too much. A backslash joins lines unless `raw`. */
async function readLine(shell: Shell, options: Options): Promise<Line> {
  const file = shell.process.file(options.descriptor)
  if (!file) throw new ShellError(`read error: Bad file descriptor`, 1)
  const deadline = options.timeout === undefined ? undefined : shell.process.now() + options.timeout
  const parts: Uint8Array[] = []
  let count = 0
  let size = 0
  let escaped = false
  const line = (complete: boolean, timedOut: boolean = false): Line => ({
    text: parts.length ? decode(concat(parts)).replaceAll('\0', '') : '',
    complete,
    timedOut,
  })
  for (;;) {
    const pause = shell.process.tick()
    if (pause) await pause
    if (deadline !== undefined && shell.process.now() >= deadline) return line(false, true)
    if (size > shell.process.kernel.largestValue) shell.process.endOutOfMemory()
    let chunk: Uint8Array | undefined
    try {
      chunk =
        deadline === undefined ? await file.read(shell.process, CHUNK) : await readUntil(shell, file, CHUNK, deadline)
    } catch (error) {
      if (!(error instanceof TimedOut)) throw error
      return line(false, true)
    }
    if (!chunk) return line(false)
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!
      const ends = byte === options.delimiter && !escaped
      escaped = !options.raw && !escaped && byte === 92
      if ((byte & 0xc0) !== 0x80) count++
      if (!ends && count < options.count) continue
      file.unread(chunk.subarray(at + 1))
      parts.push(chunk.subarray(0, ends ? at : at + 1))
      return line(true)
    }
    parts.push(chunk)
    size += chunk.length
  }
}

/** A letter and whether a backslash protects it from splitting. */
type Letter = readonly [letter: string, isProtected: boolean]

function lettersOf(text: string, raw: boolean): Letter[] {
  const letters: Letter[] = []
  for (let at = 0; at < text.length; at++) {
    if (raw || text[at] !== '\\') letters.push([text[at]!, false])
    else if (++at < text.length && text[at] !== '\n') letters.push([text[at]!, true])
  }
  return letters
}

/** Splits at IFS into at most `count` texts; the last one keeps what is left, without blanks at its end. */
function split(letters: readonly Letter[], ifs: string, count: number): string[] {
  const separates = (at: number): boolean => at < letters.length && !letters[at]![1] && ifs.includes(letters[at]![0])
  const blank = (at: number): boolean => separates(at) && ' \t\n'.includes(letters[at]![0])
  const texts: string[] = []
  let at = 0
  while (blank(at)) at++
  while (at < letters.length && texts.length < count - 1) {
    const start = at
    while (at < letters.length && !separates(at)) at++
    texts.push(join(letters, start, at))
    while (blank(at)) at++
    if (separates(at)) at++
    while (blank(at)) at++
  }
  let end = letters.length
  while (end > at && blank(end - 1)) end--
  // one separator at the very end belongs to the last text only if there is another before it
  if (end > at && separates(end - 1) && !letters.slice(at, end - 1).some((_, index) => separates(at + index))) end--
  if (at < letters.length || texts.length < count) texts.push(join(letters, at, Math.max(at, end)))
  return texts
}

function join(letters: readonly Letter[], start: number, end: number): string {
  let text = ''
  for (let at = start; at < end; at++) text += letters[at]![0]
  return text
}

/** 0 for a line, 1 at the end of the input or when the time was up (bash: 142 then). */
export const read: Builtin = async (shell, argv) => {
  const options = parseOptions(argv)
  const settings = shell.process.terminalSettings(options.descriptor)
  const before = settings && { echo: settings.echo, canonical: settings.canonical }
  if (settings && options.silent) settings.echo = false
  if (settings && Number.isFinite(options.count)) settings.canonical = false
  let line: Line
  try {
    if (options.prompt && settings) await shell.print(2, options.prompt)
    line = await readLine(shell, options)
  } finally {
    if (settings && before) Object.assign(settings, before)
  }
  assign(shell, options, line.text)
  if (line.timedOut) return shell.dialect.bash ? 142 : 1
  return line.complete ? 0 : 1
}

function badName({ dialect }: Shell, name: string): ShellError {
  if (dialect.bash) return new ShellError(`\`${name}': not a valid identifier`, 1)
  return dialect.dash ? new ShellError(`${name}: bad variable name`) : new PlainError(`'${name}': bad variable name`, 1)
}

function assign(shell: Shell, { names, raw, array }: Options, text: string): void {
  const letters = lettersOf(text, raw)
  const ifs = separators(shell)
  if (array !== undefined) {
    const all = split(letters, ifs, Number.POSITIVE_INFINITY).filter(
      (word, index, list) => word || index < list.length - 1,
    )
    setElements(shell, array, all, false)
  } else if (names.length === 0) shell.variables.set('REPLY', join(letters, 0, letters.length))
  else {
    const texts = split(letters, ifs, names.length)
    for (const [index, name] of names.entries()) {
      if (!/^[A-Za-z_]\w*$/.test(name)) throw badName(shell, name)
      shell.variables.set(name, texts[index] ?? '')
    }
  }
}
