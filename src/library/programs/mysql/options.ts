// The options of MySQL's programs.

/** The value of `--name=value` or `--name value`. */
export function longOption(args: readonly string[], name: string): string | undefined {
  const joined = args.findLast((word) => word.startsWith(`--${name}=`))
  if (joined !== undefined) return joined.slice(name.length + 3)
  const at = args.indexOf(`--${name}`)
  const next = at < 0 ? undefined : args[at + 1]
  return next?.startsWith('-') ? undefined : next
}

export interface ClientOptions {
  /** undefined: over the Unix socket */
  readonly host: string | undefined
  readonly port: number
  readonly socket: string
  readonly user: string
  readonly password: string
  readonly database: string | undefined
  readonly execute: string | undefined
  readonly batch: boolean
  readonly table: boolean
  readonly names: boolean
  readonly force: boolean
  readonly silent: boolean
  readonly words: readonly string[]
}

const shorts: Readonly<Record<string, string>> = {
  h: 'host',
  P: 'port',
  S: 'socket',
  u: 'user',
  D: 'database',
  e: 'execute',
}
const flags: Readonly<Record<string, string>> = {
  B: 'batch',
  N: 'skip-column-names',
  s: 'silent',
  t: 'table',
  f: 'force',
  r: 'raw',
  w: 'wait',
  v: 'verbose',
}
const valued = new Set([
  ...Object.values(shorts),
  'protocol',
  'default-character-set',
  'connect-timeout',
  'defaults-extra-file',
])

/** `-uroot`, `-u root`, `--user=root`, `-psecret`; the password never stands alone behind its flag. */
export function readClientOptions(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  socket: string,
): ClientOptions {
  const values = new Map<string, string>()
  const words: string[] = []
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!
    const long = /^--([^=]+)(?:=(.*))?$/s.exec(word)
    if (long) {
      const [, name = '', value] = long
      values.set(name, value ?? (valued.has(name) ? (args[++at] ?? '') : ''))
    } else if (/^-./.test(word)) {
      const letter = word[1]!
      const name = shorts[letter]
      if (letter === 'p') values.set('password', word.slice(2))
      else if (name) values.set(name, word.length > 2 ? word.slice(2) : (args[++at] ?? ''))
      else for (const one of word.slice(1)) values.set(flags[one] ?? one, '')
    } else words.push(word)
  }
  const host = values.get('host')
  const overTcp = values.get('protocol')?.toLowerCase() === 'tcp'
  return {
    host: overTcp ? (host ?? '127.0.0.1') : host === 'localhost' ? undefined : host,
    port: Number(values.get('port') ?? env.MYSQL_TCP_PORT ?? 3306),
    socket: values.get('socket') ?? socket,
    user: values.get('user') ?? 'root',
    password: values.get('password') || (env.MYSQL_PWD ?? ''),
    database: values.get('database'),
    execute: values.get('execute'),
    batch: values.has('batch'),
    table: values.has('table'),
    names: !values.has('skip-column-names'),
    force: values.has('force'),
    silent: values.has('silent'),
    words,
  }
}
