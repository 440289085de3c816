// The options of psql.
import type { Process } from '../../../runtime/process.ts'
import type { Shown } from './psql-format.ts'

export interface PsqlOptions extends Shown {
  /** a name, an address, or a folder of Unix sockets */
  readonly host: string | undefined
  readonly port: number
  readonly user: string | undefined
  readonly database: string | undefined
  readonly commands: readonly string[]
  readonly file: string | undefined
  readonly quiet: boolean
  readonly stopOnError: boolean
}

const longs: Readonly<Record<string, string>> = {
  '--host': '-h',
  '--port': '-p',
  '--username': '-U',
  '--dbname': '-d',
  '--command': '-c',
  '--file': '-f',
  '--set': '-v',
  '--variable': '-v',
  '--field-separator': '-F',
  '--tuples-only': '-t',
  '--no-align': '-A',
  '--quiet': '-q',
  '--no-psqlrc': '-X',
  '--no-password': '-w',
  '--password': '-W',
  '--single-transaction': '-1',
  '--echo-all': '-a',
}

/** Or what there is to say instead: the version, or that an option is unknown. */
export function readPsqlOptions(process: Process): PsqlOptions | string {
  const values = new Map<string, string>()
  const flags = new Set<string>()
  const commands: string[] = []
  const operands: string[] = []
  const args = process.argv.slice(1)
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!
    if (word === '--version' || word === '-V') return `psql (PostgreSQL) ${process.env.PG_VERSION ?? '17.6'}\n`
    if (!word.startsWith('-')) {
      operands.push(word)
      continue
    }
    const [, long, joined] = /^(--[\w-]+)(?:=(.*))?$/s.exec(word) ?? []
    const letters = long === undefined ? word.slice(1) : (longs[long]?.slice(1) ?? '?')
    for (let index = 0; index < letters.length; index++) {
      const letter = letters[index]!
      if ('tAqXwW1abeEsnSl'.includes(letter)) flags.add(letter)
      else if ('hpUdcfvFPRLo'.includes(letter)) {
        const value = joined ?? (letters.slice(index + 1) || (args[++at] ?? ''))
        if (letter === 'c') commands.push(value)
        else values.set(letter === 'v' ? `v ${value}` : letter, value)
        break
      } else return `psql: unrecognized option '${word}'\npsql: hint: Try "psql --help" for more information.\n`
    }
  }
  const uri = /^postgres(?:ql)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/]*)(?::(\d+))?(?:\/([^?]*))?/.exec(
    values.get('d') ?? operands[0] ?? '',
  )
  if (uri?.[2] !== undefined) process.env.PGPASSWORD = decodeURIComponent(uri[2])
  return {
    host: values.get('h') ?? uri?.[3] ?? (process.env.PGHOST || undefined),
    port: Number(values.get('p') ?? uri?.[4] ?? process.env.PGPORT ?? 5432),
    user: values.get('U') ?? uri?.[1] ?? operands[1] ?? process.env.PGUSER,
    database: (uri ? uri[5] : (values.get('d') ?? operands[0])) ?? process.env.PGDATABASE,
    commands,
    file: values.get('f') === '-' ? undefined : values.get('f'),
    quiet: flags.has('q'),
    stopOnError: [...values.keys()].some((name) => /^v ON_ERROR_STOP(=1|=on)?$/.test(name)),
    tuplesOnly: flags.has('t'),
    aligned: !flags.has('A'),
    separator: values.get('F') ?? '|',
  }
}
