// ruby and php: versions, simple scripts, and applications that idle.
import { Exit, type Process, type Program } from '../../../runtime/process.ts'
import { readText } from '../tools/read-text.ts'
import { idle } from './application.ts'
import { interpret, refuse } from './interpret.ts'
import type { Given, Names } from './run.ts'
import type { Syntax, Value } from './script.ts'

const rubySyntax: Syntax = {
  comment: /^#/,
  idle: /^require\s*\(?['"][\w/]+['"]\)?$/,
  commands: ['puts', 'print', 'p', 'exit', 'sleep', 'warn'],
  declares: /^$/,
  embeds: (_, quote) => (quote === '"' ? /#\{([^}]*)\}/g : undefined),
  words: { true: true, false: false, nil: null },
}
const phpSyntax: Syntax = {
  comment: /^(\/\/|#)/,
  idle: /^(<\?php|\?>|declare\(.*\);)$/,
  commands: ['echo', 'print'],
  declares: /^$/,
  embeds: () => undefined,
  words: { true: true, false: false, null: null, PHP_EOL: '\n' },
}

export const ruby: Program = async (process) => {
  const version = process.env.RUBY_VERSION ?? '3.4.5'
  const [first, second = ''] = process.argv.slice(1)
  if (first === '-v' || first === '--version') {
    await process.write(1, `ruby ${version} (2025-07-16 revision 20cda200d3) +PRISM [x86_64-linux]\n`)
    return 0
  }
  const names = rubyNames(process, version)
  if (first === '-e') return inline(process, 'ruby', second, rubySyntax, names)
  const lost = `ruby: No such file or directory -- ${first} (LoadError)\n`
  return script(process, first, rubySyntax, names, lost, [143, 130])
}

export const php: Program = async (process) => {
  const version = process.env.PHP_VERSION ?? '8.4.11'
  const [first, second = ''] = process.argv.slice(1)
  if (first === '-v' || first === '--version') {
    const engine = version.replace(/^8/, '4')
    await process.write(
      1,
      `PHP ${version} (cli) (built: Aug  5 2025 00:00:00) (NTS)\nCopyright (c) The PHP Group\nZend Engine v${engine}, Copyright (c) Zend Technologies\n`,
    )
    return 0
  }
  const names = phpNames(process, version)
  if (first === '-r') return inline(process, 'php', second, phpSyntax, names)
  if (first === '-S') return idle(process, 'php', `port=${second.replace(/^.*:/, '')}`, [143, 130])
  return script(process, first, phpSyntax, names, `Could not open input file: ${first}\n`)
}

async function inline(process: Process, name: string, source: string, syntax: Syntax, names: Names): Promise<number> {
  const result = await interpret(process, source, syntax, names)
  return typeof result === 'string' ? refuse(process, name, result) : 0
}

async function script(
  process: Process,
  path: string | undefined,
  syntax: Syntax,
  names: Names,
  lost: string,
  endsWith?: readonly [number, number],
): Promise<number> {
  if (path === undefined) return 0
  const source = readText(process, path)
  if (source === undefined) {
    await process.write(lost.startsWith('Could') ? 1 : 2, lost)
    return 1
  }
  const spaced = source.replace(/^<\?php\s*/, '<?php\n')
  const result = await interpret(process, spaced, syntax, names)
  return typeof result === 'string' ? idle(process, path, source, endsWith) : 0
}

const shown = (value: Value): string => {
  if (value === null || value === undefined) return ''
  return String(value)
}

const exit = ({ values: [code] }: Given): never => {
  throw new Exit(typeof code === 'number' ? code & 255 : 0)
}

const sleepOf =
  (process: Process) =>
  async ({ values: [seconds] }: Given): Promise<Value> => {
    await process.sleep(Number(seconds) * 1000)
    return Number(seconds)
  }

function rubyNames(process: Process, version: string): Names {
  const variable = /^ENV\[['"](.+)['"]\]$/
  const lines =
    (descriptor: number) =>
    async ({ values }: Given): Promise<null> => {
      await process.write(
        descriptor,
        values.length === 0 ? '\n' : values.map((value) => `${shown(value).replace(/\n$/, '')}\n`).join(''),
      )
      return null
    }
  return {
    has: (name) => name === 'RUBY_VERSION' || variable.test(name),
    value: (name) => (name === 'RUBY_VERSION' ? version : (process.env[variable.exec(name)![1]!] ?? null)),
    text: shown,
    calls: {
      puts: lines(1),
      warn: lines(2),
      '$stdout.puts': lines(1),
      '$stderr.puts': lines(2),
      async print({ values }) {
        await process.write(1, values.map(shown).join(''))
        return null
      },
      async p({ values }) {
        const written = (value: Value): string =>
          typeof value === 'string' ? JSON.stringify(value) : value === null ? 'nil' : shown(value)
        await process.write(1, values.map((value) => `${written(value)}\n`).join(''))
        return null
      },
      exit,
      sleep: sleepOf(process),
    },
  }
}

function phpNames(process: Process, version: string): Names {
  const write = async ({ values }: Given): Promise<number> => {
    await process.write(1, values.map((value) => (value === true ? '1' : value === false ? '' : shown(value))).join(''))
    return 1
  }
  return {
    has: (name) => name === 'PHP_VERSION' || name === 'PHP_OS',
    value: (name) => (name === 'PHP_VERSION' ? version : 'Linux'),
    text: shown,
    calls: {
      echo: write,
      print: write,
      exit,
      die: exit,
      phpversion: () => version,
      getenv: ({ values: [name] }) => process.env[String(name)] ?? false,
      gethostname: () => process.hostname,
      sleep: sleepOf(process),
    },
  }
}
