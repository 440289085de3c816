// python: versions, simple scripts, its web server, and applications that idle.
import { withArguments } from '../../../runtime/applets/run.ts'
import { Exit, type Process, type Program } from '../../../runtime/process.ts'
import { pip } from '../tools/pip.ts'
import { readText } from '../tools/read-text.ts'
import { idle } from './application.ts'
import { interpret, refuse } from './interpret.ts'
import { pythonServer } from './python-server.ts'
import type { Given, Names } from './run.ts'
import type { Syntax, Value } from './script.ts'
import { makeEnvironment } from './virtual-environment.ts'

const syntax: Syntax = {
  comment: /^#/,
  idle: /^(import\s+[\w, ]+|from\s+(sys|os|time|platform|socket)\s+import\s+[\w, ]+)$/,
  commands: [],
  declares: /^$/,
  embeds: (prefix) => (prefix === 'f' ? /\{([^{}]*)\}/g : undefined),
  words: { True: true, False: false, None: null },
}

export const python: Program = async (process) => {
  const version = process.env.PYTHON_VERSION ?? '3.12.11'
  const args = process.argv.slice(1)
  while (/^-[uBIOSsEqx]+$/.test(args[0] ?? '')) args.shift()
  const [first, second = '', ...rest] = args
  switch (first) {
    case '--version':
    case '-V':
    case '-VV':
      await process.write(1, `Python ${version}\n`)
      return 0
    case '-c': {
      const problem = await run(process, second, version)
      return problem === undefined ? 0 : refuse(process, 'python', problem)
    }
    case '-m':
      return runModule(process, second, rest, version)
    case undefined:
      return 0
  }
  const path = process.files.absolute(first)
  const source = readText(process, path)
  if (source === undefined) {
    const name = (process.argv[0] ?? 'python').replace(/^.*\//, '')
    await process.write(2, `${name}: can't open file '${path}': [Errno 2] No such file or directory\n`)
    return 2
  }
  return (await run(process, source, version)) === undefined ? 0 : idle(process, first, source)
}

async function runModule(process: Process, name: string, args: readonly string[], version: string): Promise<number> {
  if (name === 'http.server') return pythonServer(process, args, version)
  if (name === 'pip') return pip(withArguments(process, ['pip', ...args]))
  if (name === 'venv' || name === 'virtualenv') return makeEnvironment(process, args, version)
  if (/^(compileall|ensurepip)$/.test(name)) return 0
  const [folder = ''] = name.split('.')
  const source = readText(process, `${name.replaceAll('.', '/')}.py`) ?? readText(process, `${folder}/__main__.py`)
  const site = `/usr/local/lib/python${version.split('.').slice(0, 2).join('.')}/site-packages/${folder}`
  if (source !== undefined || process.files.exists(site))
    return idle(process, name, `${source ?? ''} ${args.join(' ').replace(/--port[ =]/, 'port=')}`)
  await process.write(2, `${process.files.realpath('/proc/self/exe')}: No module named ${name}\n`)
  return 1
}

/** What is not interpreted, if anything. */
async function run(process: Process, source: string, version: string): Promise<string | undefined> {
  const result = await interpret(process, source, syntax, namesOf(process, version))
  return typeof result === 'string' ? result : undefined
}

function shown(value: Value): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return String(value)
}

function namesOf(process: Process, version: string): Names {
  const values: Readonly<Record<string, Value>> = {
    'sys.version': `${version} (main) [GCC 12.2.0]`,
    'sys.platform': 'linux',
    'sys.stderr': 2,
    'sys.stdout': 1,
    'os.name': 'posix',
    __name__: '__main__',
  }
  const variable = /^os\.environ\[['"](.+)['"]\]$/
  const exit = ({ values: [code] }: Given): never => {
    throw new Exit(typeof code === 'number' ? code & 255 : typeof code === 'string' ? 1 : 0)
  }
  const environment = ({ values: [name, otherwise] }: Given): Value =>
    Object.hasOwn(process.env, String(name)) ? process.env[String(name)] : (otherwise ?? null)
  const sleep = async ({ values: [seconds] }: Given): Promise<null> => {
    await process.sleep(Number(seconds) * 1000)
    return null
  }
  return {
    has: (name) => Object.hasOwn(values, name) || variable.test(name),
    value(name) {
      const key = variable.exec(name)?.[1]
      if (key === undefined) return values[name]
      return Object.hasOwn(process.env, key) ? process.env[key] : null
    },
    text: shown,
    calls: {
      async print({ values, named }) {
        const end = named.has('end') ? shown(named.get('end')) : '\n'
        const separator = named.has('sep') ? shown(named.get('sep')) : ' '
        await process.write(named.get('file') === 2 ? 2 : 1, values.map(shown).join(separator) + end)
        return null
      },
      exit,
      quit: exit,
      'sys.exit': exit,
      'os._exit': exit,
      async 'sys.stdout.write'({ values: [text] }) {
        await process.write(1, shown(text))
        return null
      },
      'sys.stdout.flush': () => null,
      'time.sleep': sleep,
      sleep,
      'time.time': () => process.now() / 1000,
      'os.getenv': environment,
      'os.environ.get': environment,
      'os.getpid': () => process.pid,
      'os.getcwd': () => process.cwd,
      'platform.python_version': () => version,
      'socket.gethostname': () => process.hostname,
      str: ({ values: [value] }) => shown(value),
      int: ({ values: [value] }) => Math.trunc(Number(value)),
      len: ({ values: [value] }) => shown(value).length,
    },
  }
}
