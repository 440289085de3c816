// redis-cli: sends commands to a redis server, and shows what it answers.
import { Buffer } from 'node:buffer'
import { addressesOf } from '../../../runtime/network/names.ts'
import type { Process, Program } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { formattedText, rawText } from './cli-format.ts'
import { type CliOptions, readCliOptions } from './cli-options.ts'
import { type Answer, BrokenAnswer, ReplyReader } from './reply-reader.ts'
import { inlineWordsOrNone } from './request-reader.ts'

export const redisCli: Program = async (process) => {
  const args = process.argv.slice(1)
  if (args.includes('--version') || args[0] === '-v') {
    await process.write(1, `redis-cli ${process.env.REDIS_VERSION ?? '8.2.0'}\n`)
    return 0
  }
  const options = readCliOptions(process)
  if (typeof options === 'string') {
    await process.write(2, `Unrecognized option or bad number of args for: '${options}'\n`)
    return 1
  }
  if (options.warn) {
    await process.write(
      2,
      "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n",
    )
  }
  const session = await Session.open(process, options)
  if (!session) return 1
  try {
    return options.command.length > 0 ? await session.single() : await session.interactive()
  } catch (error) {
    if (!(error instanceof BrokenAnswer || error instanceof FileError)) throw error
    await process.write(2, `Error: ${error.message}\n`)
    return 1
  }
}

class Session {
  readonly #process: Process
  readonly #options: CliOptions
  readonly #descriptor: number
  readonly #reader: ReplyReader

  constructor(process: Process, options: CliOptions, descriptor: number) {
    this.#process = process
    this.#options = options
    this.#descriptor = descriptor
    this.#reader = new ReplyReader(process, descriptor)
  }

  /** Connects and says who it is; undefined if nobody is there, which has been said. */
  static async open(process: Process, options: CliOptions): Promise<Session | undefined> {
    const { host, port, user, password, database } = options
    const address = addressesOf(process, host)[0]
    let descriptor: number
    try {
      if (address === undefined) throw new FileError('ENOENT')
      descriptor = process.connect(address, port)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      const reason = address === undefined ? 'Name or service not known' : error.message
      await process.write(2, `Could not connect to Redis at ${host}:${port}: ${reason}\n`)
      return undefined
    }
    const session = new Session(process, options, descriptor)
    if (password !== undefined) {
      const answer = await session.ask(user === 'default' ? ['AUTH', password] : ['AUTH', user, password])
      if (answer.kind === 'error') await process.write(2, `AUTH failed: ${answer.text}\n`)
    }
    if (database !== 0) {
      const answer = await session.ask(['SELECT', String(database)])
      if (answer.kind === 'error') await process.write(2, `SELECT ${database} failed: ${answer.text}\n`)
    }
    return session
  }

  async ask(words: readonly string[]): Promise<Answer> {
    const parts = words.map((word) => `$${word.length}\r\n${word}\r\n`)
    await this.#process.write(this.#descriptor, Buffer.from(`*${words.length}\r\n${parts.join('')}`, 'latin1'))
    return this.#reader.next()
  }

  async #show(answer: Answer, words: readonly string[] = []): Promise<void> {
    const report = answer.kind === 'text' && /^(info|client (list|info))( |$)/i.test(words.join(' '))
    const text = report ? answer.text : this.#options.raw ? `${rawText(answer)}\n` : formattedText(answer)
    await this.#process.write(1, Buffer.from(text, 'latin1'))
  }

  /** The command of the arguments. */
  async single(): Promise<number> {
    const { command, repeat, interval, lastFromInput } = this.#options
    const words = command.map((word) => Buffer.from(word).toString('latin1'))
    if (lastFromInput) words.push(await readAll(this.#process))
    let code = 0
    for (let turn = 0; repeat < 0 || turn < repeat; turn++) {
      if (turn > 0 && interval > 0) await this.#process.sleep(interval)
      code = await this.#run(words)
    }
    return code
  }

  async #run(words: readonly string[]): Promise<number> {
    const subscribes = /^p?subscribe$/i.test(words[0] ?? '')
    if (subscribes && !this.#options.raw) {
      await this.#process.write(1, 'Reading messages... (press Ctrl-C to quit)\n')
    }
    let answer = await this.ask(words)
    if (answer.kind === 'error' && this.#options.strict) {
      await this.#process.write(2, Buffer.from(`${answer.text}\n`, 'latin1'))
      return 1
    }
    await this.#show(answer, words)
    for (; subscribes && answer.kind !== 'error'; await this.#show(answer)) answer = await this.#reader.next()
    return 0
  }

  /** Commands from standard input, line by line. */
  async interactive(): Promise<number> {
    const { host, port, database } = this.#options
    const prompt = `${host}:${port}${database === 0 ? '' : `[${database}]`}> `
    const lines = linesOf(this.#process)
    for (;;) {
      if (this.#process.isTerminal(0)) await this.#process.write(1, prompt)
      const { value: line } = await lines.next()
      if (line === undefined) return 0
      const words = inlineWordsOrNone(line)
      if (!words) await this.#process.write(1, 'Invalid argument(s)\n')
      else if (/^(quit|exit)$/i.test(words[0] ?? '')) return 0
      else if (words.length > 0) await this.#run(words)
    }
  }
}

async function readAll(process: Process): Promise<string> {
  const chunks: Uint8Array[] = []
  for (;;) {
    const bytes = await process.read(0)
    if (!bytes) return Buffer.concat(chunks).toString('latin1')
    chunks.push(bytes)
  }
}

/** Lines as byte strings, the last one too if it does not end. */
async function* linesOf(process: Process): AsyncGenerator<string, undefined> {
  let rest = ''
  for (;;) {
    const bytes = await process.read(0)
    if (!bytes) break
    const lines = (rest + Buffer.from(bytes).toString('latin1')).split('\n')
    rest = lines.pop()!
    yield* lines
  }
  if (rest !== '') yield rest
  return undefined
}
