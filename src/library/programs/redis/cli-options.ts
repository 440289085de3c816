// The options of redis-cli.
import type { Process } from '../../../runtime/process.ts'

export interface CliOptions {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string | undefined
  readonly database: number
  readonly raw: boolean
  /** Take the last argument from standard input. */
  readonly lastFromInput: boolean
  /** An error is an exit code. */
  readonly strict: boolean
  readonly repeat: number
  /** ms between repetitions */
  readonly interval: number
  /** The password is on the command line, which somebody should be warned of. */
  readonly warn: boolean
  readonly command: readonly string[]
}

const withValue = ['-h', '-p', '-a', '-n', '-u', '-r', '-i', '-t', '-s', '-d', '--user', '--pass']
const alone = ['-x', '-e', '-c', '-2', '--raw', '--no-raw', '--no-auth-warning']

/** Or the option that is not known. */
export function readCliOptions(process: Process): CliOptions | string {
  const values = new Map<string, string>()
  const args = process.argv.slice(1)
  let at = 0
  for (; at < args.length && args[at]!.startsWith('-'); at++) {
    const option = args[at]!
    if (withValue.includes(option) && args[at + 1] !== undefined) values.set(option, args[++at]!)
    else if (alone.includes(option)) values.set(option, '')
    else return option
  }
  const uri = /^rediss?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/]*)(?::(\d+))?(?:\/(\d+))?$/.exec(values.get('-u') ?? '')
  const typed = values.get('-a') ?? values.get('--pass') ?? uri?.[2]
  return {
    host: values.get('-h') ?? (uri?.[3] || '127.0.0.1'),
    port: Number(values.get('-p') ?? uri?.[4] ?? 6379),
    user: values.get('--user') ?? (uri?.[1] || 'default'),
    password: typed ?? process.env.REDISCLI_AUTH,
    database: Number(values.get('-n') ?? uri?.[5] ?? 0),
    raw: values.has('--raw') || (!values.has('--no-raw') && !process.isTerminal(1)),
    lastFromInput: values.has('-x'),
    strict: values.has('-e'),
    repeat: Number(values.get('-r') ?? 1),
    interval: Number(values.get('-i') ?? 0) * 1000,
    warn: typed !== undefined && !values.has('--no-auth-warning'),
    command: args.slice(at),
  }
}
