// node: versions, simple scripts with timers, and applications that idle.
import { Exit, Interrupted, type Process, type Program } from '../../../runtime/process.ts'
import { signalNumber } from '../../../runtime/signals.ts'
import { readText } from '../tools/read-text.ts'
import { idle } from './application.ts'
import { interpret, refuse } from './interpret.ts'
import type { Given, Names, Run } from './run.ts'
import type { Closure, Syntax, Value } from './script.ts'

const syntax: Syntax = {
  comment: /^\/\//,
  idle: /^(['"]use strict['"]|import\s+\S+\s+from\s+['"](node:)?(os|process|timers)['"])?;?$|^(const|let|var)\s+\w+\s*=\s*require\(['"](node:)?(os|process|timers)['"]\);?$/,
  commands: [],
  declares: /^(const|let|var)$/,
  embeds: (_, quote) => (quote === '`' ? /\$\{([^}]*)\}/g : undefined),
  words: { true: true, false: false, null: null, undefined: undefined },
}

export const node: Program = async (process) => {
  const version = process.env.NODE_VERSION ?? '22.18.0'
  const args = process.argv.slice(1)
  while (/^--(?!version|eval|print)/.test(args[0] ?? '')) args.shift()
  const [first, second = ''] = args
  if (first === '--version' || first === '-v') {
    await process.write(1, `v${version}\n`)
    return 0
  }
  if (/^(-e|-p|-pe|--eval|--print)$/.test(first ?? '')) return evaluate(process, second, version, /p/.test(first!))
  if (first === undefined || first === '-') return evaluate(process, await standardInput(process), version, false)
  const path = process.files.absolute(first)
  const found = [path, `${path}.js`, `${path}/index.js`].find((one) => readText(process, one) !== undefined)
  if (found === undefined) return missing(process, path, version)
  const source = readText(process, found)!
  const result = await run(process, source, version)
  return typeof result === 'string' ? idle(process, first, source) : 0
}

async function standardInput(process: Process): Promise<string> {
  let text = ''
  for (let bytes = await process.read(0); bytes && text.length < 1_000_000; bytes = await process.read(0)) {
    text += Buffer.from(bytes).toString()
  }
  return text
}

async function evaluate(process: Process, source: string, version: string, prints: boolean): Promise<number> {
  const result = await run(process, source, version, prints)
  return typeof result === 'string' ? refuse(process, 'node', result) : 0
}

/** Everything with its timers; or what is not interpreted. */
async function run(process: Process, source: string, version: string, prints = false): Promise<string | undefined> {
  const timers = new Timers(process)
  const result = await interpret(process, source, syntax, namesOf(process, version, timers))
  if (typeof result === 'string') return result
  if (prints) await process.write(1, `${shown(result.last)}\n`)
  await timers.run(result.run)
  return undefined
}

async function missing(process: Process, path: string, version: string): Promise<number> {
  const lines = [
    'node:internal/modules/cjs/loader:1386',
    '  throw err;',
    '  ^',
    '',
    `Error: Cannot find module '${path}'`,
    '    at Function._resolveFilename (node:internal/modules/cjs/loader:1383:15) {',
    "  code: 'MODULE_NOT_FOUND',",
    '  requireStack: []',
    '}',
    '',
    `Node.js v${version}`,
  ]
  await process.write(2, `${lines.join('\n')}\n`)
  return 1
}

const shown = (value: Value): string =>
  typeof value === 'object' && value !== null ? '[Function (anonymous)]' : String(value)

class Timers {
  readonly #process: Process
  readonly #planned: { due: number; readonly closure: Closure; readonly every: number | undefined }[] = []
  readonly #signalled: Closure[] = []
  constructor(process: Process) {
    this.#process = process
  }

  add(closure: Closure, ms: number, isRepeated: boolean): void {
    const wait = Math.max(1, ms || 0)
    this.#planned.push({ due: this.#process.now() + wait, closure, every: isRepeated ? wait : undefined })
  }

  onSignal(name: string, closure: Closure): void {
    const number = signalNumber(name)
    if (number !== undefined) this.#process.onSignal(number, () => this.#signalled.push(closure))
  }

  /** Until no timer is left. */
  async run(run: Run): Promise<void> {
    for (;;) {
      for (let closure = this.#signalled.shift(); closure; closure = this.#signalled.shift()) await run.call(closure)
      const next = this.#planned.toSorted((a, b) => a.due - b.due)[0]
      if (!next) return
      const wait = next.due - this.#process.now()
      if (wait > 0) {
        await this.#process.sleep(wait, true).catch(unlessInterrupted)
        continue
      }
      if (next.every === undefined) this.#planned.splice(this.#planned.indexOf(next), 1)
      else next.due += next.every
      await run.call(next.closure)
    }
  }
}

function unlessInterrupted(error: unknown): void {
  if (!(error instanceof Interrupted)) throw error
}

function namesOf(process: Process, version: string, timers: Timers): Names {
  const print =
    (descriptor: number) =>
    async ({ values }: Given): Promise<undefined> => {
      await process.write(descriptor, `${values.map(shown).join(' ')}\n`)
      return undefined
    }
  const timer =
    (isRepeated: boolean) =>
    ({ values: [closure, ms] }: Given): number => {
      if (typeof closure === 'object' && closure !== null) timers.add(closure, Number(ms ?? 0), isRepeated)
      return 1
    }
  const values: Readonly<Record<string, Value>> = {
    'process.version': `v${version}`,
    'process.versions.node': version,
    'process.pid': process.pid,
    'process.platform': 'linux',
    'process.arch': 'x64',
    'process.argv0': 'node',
    'os.EOL': '\n',
  }
  const variable = /^process\.env(?:\.(\w+)|\[['"](.+)['"]\])$/
  return {
    has: (name) => Object.hasOwn(values, name) || variable.test(name),
    value(name) {
      const [, dotted, quoted] = variable.exec(name) ?? []
      const key = dotted ?? quoted
      if (key === undefined) return values[name]
      return Object.hasOwn(process.env, key) ? process.env[key] : undefined
    },
    text: shown,
    calls: {
      'console.log': print(1),
      'console.info': print(1),
      'console.error': print(2),
      'console.warn': print(2),
      'process.exit'({ values: [code] }) {
        throw new Exit(Number(code ?? 0) & 255)
      },
      'process.cwd': () => process.cwd,
      'process.uptime': () => 0.05,
      'process.on'({ values: [name, closure] }) {
        if (typeof closure === 'object' && closure !== null) timers.onSignal(String(name), closure)
        return undefined
      },
      async 'process.stdout.write'({ values: [text] }) {
        await process.write(1, shown(text))
        return true
      },
      'os.hostname': () => process.hostname,
      setInterval: timer(true),
      setTimeout: timer(false),
    },
  }
}
