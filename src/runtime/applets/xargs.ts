// xargs: runs a command with arguments from standard input.
import type { Child, Process, Program } from '../process.ts'
import { bytesOf, chunkOf, fromBytes, toBytes } from './byte-string.ts'
import { start } from './command.ts'
import { openInput, readChunks } from './inputs.ts'
import { integerOf } from './numbers.ts'
import { type Options, parseOptions } from './options.ts'
import { Complaint, complain } from './report.ts'

const rules = {
  letters: '+tprn:s:I:E:e::i::L:l::P:x0a:',
  long: {
    null: '0',
    'no-run-if-empty': 'r',
    'max-args': 'n',
    'max-procs': 'P',
    replace: 'i',
    'arg-file': 'a',
    verbose: 't',
  },
  usage: '[OPTIONS] [PROG ARGS]',
}

/** Bytes of arguments that a command gets at most. */
const mostBytes = 32 * 1024

/** An argument, and whether it ends its line. */
interface Item {
  readonly text: string
  readonly endsLine: boolean
}

/** Cuts the input at blanks (with quotes and backslashes), at newlines or at zero bytes. */
async function* itemsOf(process: Process, descriptor: number, mode: 'words' | 'lines' | 'zeros'): AsyncGenerator<Item> {
  let text = ''
  let begun = false
  let quote = ''
  let escaped = false
  for await (const chunk of readChunks(process, descriptor)) {
    for (const character of bytesOf(chunk)) {
      const isEnd =
        mode === 'zeros' ? character === '\0' : character === '\n' || (mode === 'words' && /[ \t]/.test(character))
      if (mode === 'zeros') {
        if (isEnd) {
          yield { text, endsLine: true }
          text = ''
          begun = false
        } else {
          text += character
          begun = true
        }
      } else if (escaped) {
        text += character
        escaped = false
        begun = true
      } else if (quote !== '') {
        if (character === '\n') throw new Complaint(`unmatched ${quote === '"' ? 'double' : 'single'} quote`)
        if (character === quote) quote = ''
        else text += character
      } else if (character === '\\') {
        escaped = true
      } else if (character === '"' || character === "'") {
        quote = character
        begun = true
      } else if (isEnd) {
        if (begun) yield { text, endsLine: character === '\n' }
        text = ''
        begun = false
      } else if (mode !== 'lines' || begun || !/[ \t]/.test(character)) {
        text += character
        begun = true
      }
    }
    if (text.length > 1024 * 1024) throw new Complaint('argument line too long')
  }
  if (quote !== '') throw new Complaint(`unmatched ${quote === '"' ? 'double' : 'single'} quote`)
  if (begun) yield { text, endsLine: true }
}

class Runner {
  code = 0
  stopped = false
  readonly #process: Process
  readonly #options: Options
  readonly #atATime: number
  /** A process waits for one thing at a time, so it is always the oldest child that is waited for. */
  readonly #running: Child[] = []

  constructor(process: Process, options: Options) {
    this.#process = process
    this.#options = options
    const wanted = integerOf(options.value('P') ?? '1')
    this.#atATime = wanted > 0 ? wanted : 64
  }

  async run(argv: readonly string[]): Promise<void> {
    if (this.#options.has('t')) await this.#process.write(2, chunkOf(`${argv.map(toBytes).join(' ')}\n`))
    let child: Child
    try {
      child = start(this.#process, argv, this.#options.has('a') ? {} : { descriptors: await this.#descriptors() })
    } catch (error) {
      if (!(error instanceof Complaint)) throw error
      await complain(this.#process, error.message)
      this.code = error.code
      this.stopped = true
      return
    }
    this.#running.push(child)
    if (this.#running.length >= this.#atATime) await this.#waitForOldest(argv[0]!)
  }

  async #waitForOldest(command: string): Promise<void> {
    const { code, signal } = await this.#running.shift()!.wait()
    await this.#end(command, code, signal)
  }

  #null: number | undefined

  /** The children must not eat the list: their standard input is /dev/null. */
  async #descriptors(): Promise<ReadonlyMap<number, number>> {
    this.#null ??= this.#process.open('/dev/null', { read: true })
    return new Map([
      [0, this.#null],
      [1, 1],
      [2, 2],
    ])
  }

  async #end(command: string, code: number, signal: number): Promise<void> {
    if (signal !== 0) {
      await complain(this.#process, `'${command}' terminated by signal ${signal}`)
      this.code = 125
      this.stopped = true
    } else if (code === 255) {
      await complain(this.#process, `${command}: exited with status 255; aborting`)
      this.code = 124
      this.stopped = true
    } else if (code !== 0) this.code = 123
  }

  async finish(command: string): Promise<void> {
    while (this.#running.length > 0) await this.#waitForOldest(command)
  }
}

const xargs: Program = async (process) => {
  const options = await parseOptions(process, rules)
  const command = options.operands.length > 0 ? options.operands : ['echo']
  const replaced = options.has('I') ? options.value('I') : options.has('i') ? options.value('i') || '{}' : undefined
  const mode = options.has('0') ? 'zeros' : replaced === undefined ? 'words' : 'lines'
  const most = replaced === undefined ? (options.has('n') ? integerOf(options.value('n')!) : Infinity) : 1
  const mostLines = options.has('L')
    ? integerOf(options.value('L')!)
    : options.has('l')
      ? Number(options.value('l') || 1)
      : Infinity
  const size = options.has('s') ? integerOf(options.value('s')!) : mostBytes
  const end = options.value('E') ?? options.value('e')
  const runner = new Runner(process, options)
  const input = options.value('a')
  let gathered: string[] = []
  const commandBytes = replaced === undefined ? command.reduce((sum, word) => sum + word.length + 1, 0) : 0
  let bytes = commandBytes
  let lines = 0
  let ran = false
  const flush = async () => {
    const given = gathered
    gathered = []
    bytes = commandBytes
    lines = 0
    ran = true
    await runner.run(
      replaced === undefined
        ? [...command, ...given]
        : command.map((word) => word.replaceAll(replaced, given[0] ?? '')),
    )
  }
  const descriptor = input === undefined ? 0 : openInput(process, input)
  for await (const { text, endsLine } of itemsOf(process, descriptor, mode)) {
    if (runner.stopped || (end !== undefined && end !== '' && text === toBytes(end))) break
    if (gathered.length > 0 && bytes + text.length + 1 > size) await flush()
    gathered.push(fromBytes(text))
    bytes += text.length + 1
    if (endsLine) lines++
    if (gathered.length >= most || lines >= mostLines) await flush()
  }
  if (!runner.stopped && (gathered.length > 0 || (!ran && !options.has('r') && replaced === undefined))) await flush()
  await runner.finish(command[0]!)
  return runner.code
}
export default xargs
