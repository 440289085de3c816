// The programs beside the MySQL server: mysql and mysqladmin, which MariaDB calls mariadb and mariadb-admin.
import { Buffer } from 'node:buffer'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { type Answer, MySqlClient } from './mysql/client.ts'
import { type ClientOptions, readClientOptions } from './mysql/options.ts'
import { MySqlProblem } from './mysql/problem.ts'
import { mysqlGrammar } from './mysql/sql/grammar.ts'
import { WireProblem } from './mysql/wire.ts'
import { SqlProblem } from './sql/problem.ts'
import { splitStatements } from './sql/tokens.ts'

const socketOf = ({ env }: Process): string =>
  env.MARIADB_VERSION === undefined ? '/var/run/mysqld/mysqld.sock' : '/run/mysqld/mysqld.sock'

const nameOf = ({ argv }: Process): string => argv[0]!.split('/').at(-1)!

async function version(process: Process): Promise<boolean> {
  const asked = process.argv.some((word) => word === '--version' || word === '-V')
  const release = process.env.MARIADB_VERSION ?? process.env.MYSQL_VERSION ?? '8.4.6'
  if (asked) await process.write(1, `${nameOf(process)}  Ver ${release} for Linux on x86_64\n`)
  return asked
}

/** What cannot be reached, is refused or broken off; anything else is thrown on. */
function textOf(error: unknown): MySqlProblem {
  if (error instanceof MySqlProblem) return error
  if (error instanceof FileError || error instanceof WireProblem) return new MySqlProblem(2013, 'HY000', error.message)
  throw error
}

export const mysql: Program = async (process) => {
  if (await version(process)) return 0
  const options = readClientOptions(process.argv.slice(1), process.env, socketOf(process))
  const warns =
    process.argv.some((word) => /^(-p.|--password=.)/.test(word)) && process.env.MARIADB_VERSION === undefined
  if (warns) {
    await process.write(2, 'mysql: [Warning] Using a password on the command line interface can be insecure.\n')
  }
  const database = options.database ?? options.words[0]
  try {
    const client = await MySqlClient.open(process, { ...options, database })
    const sql = options.execute ?? (await readAll(process))
    return await runAll(process, client, sql, options)
  } catch (error) {
    return report(process, error, '')
  }
}

async function report(process: Process, error: unknown, place: string): Promise<number> {
  const { number, state, message } = textOf(error)
  await process.write(2, `ERROR ${number} (${state})${place}: ${message}\n`)
  return 1
}

async function runAll(process: Process, client: MySqlClient, sql: string, options: ClientOptions): Promise<number> {
  let code = 0
  for (const statement of statementsOf(sql)) {
    try {
      const answer = await client.query(statement.replace(/\\[gG]$/, ''))
      if (answer) await process.write(1, answerText(process, answer, options, statement.endsWith('\\G')))
    } catch (error) {
      if (!(error instanceof MySqlProblem)) throw error
      code = await report(process, error, ' at line 1')
      if (!options.force) return code
    }
  }
  return code
}

/** What cannot be taken apart is for the server to refuse. */
function statementsOf(text: string): string[] {
  const sql = text.replace(/^\s*delimiter\s.*$/gim, '').replace(/\\([gG])(?=\s*(;|$))/gm, '\\$1;')
  try {
    return splitStatements(sql.replaceAll(/\\([gG]);/g, ' ;'), mysqlGrammar.lexicon)
  } catch (error) {
    if (error instanceof SqlProblem) return [sql]
    throw error
  }
}

/** Framed on a terminal or with -t, otherwise with tabs; `\G` one value in a line. */
function answerText(process: Process, { columns, rows }: Answer, options: ClientOptions, upright: boolean): string {
  const texts = rows.map((row) => row.map((cell) => cell ?? 'NULL'))
  if (upright) {
    const width = Math.max(...columns.map(({ length }) => length))
    const stars = '*'.repeat(27)
    return texts
      .map(
        (row, at) =>
          `${stars} ${at + 1}. row ${stars}\n${row.map((cell, i) => `${columns[i]!.padStart(width)}: ${cell}\n`).join('')}`,
      )
      .join('')
  }
  const head = options.names ? [columns] : []
  if (!options.table && (options.batch || options.silent || !process.isTerminal(1))) {
    return [...head, ...texts].map((row) => `${row.join('\t')}\n`).join('')
  }
  if (rows.length === 0) return ''
  const widths = columns.map((name, at) =>
    Math.max(options.names ? name.length : 0, ...texts.map((row) => row[at]!.length)),
  )
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`
  const line = (row: readonly string[]): string =>
    `|${row.map((cell, at) => ` ${cell.padEnd(widths[at]!)} `).join('|')}|\n`
  return `${rule}${head.map(line).join('')}${head.length > 0 ? rule : ''}${texts.map(line).join('')}${rule}`
}

async function readAll(process: Process): Promise<string> {
  const chunks: Uint8Array[] = []
  for (let bytes = await process.read(0); bytes; bytes = await process.read(0)) chunks.push(bytes)
  return Buffer.concat(chunks).toString()
}

export const mysqladmin: Program = async (process) => {
  if (await version(process)) return 0
  const options = readClientOptions(process.argv.slice(1), process.env, socketOf(process))
  const name = nameOf(process)
  const [command] = options.words
  let client: MySqlClient
  try {
    client = await MySqlClient.open(process, options)
  } catch (error) {
    const { number, message } = textOf(error)
    if (!options.silent) {
      const place = options.host ?? 'localhost'
      await process.write(2, `${name}: connect to server at '${place}' failed\nerror: '${message}'\n`)
    }
    // a server that refuses is alive
    return command === 'ping' && number < 2000 ? 0 : 1
  }
  switch (command) {
    case 'ping':
      await client.command(14)
      if (!options.silent) await process.write(1, 'mysqld is alive\n')
      return 0
    case 'status':
      await process.write(1, `${await client.command(9)}\n`)
      return 0
    case 'shutdown':
      return shutDown(process, client)
    default:
      await process.write(2, `${name}: Unknown command: '${command ?? ''}'\n`)
      return 1
  }
}

async function shutDown(process: Process, client: MySqlClient): Promise<number> {
  try {
    await client.command(8)
    await client.isGone()
    return 0
  } catch (error) {
    const { message } = textOf(error)
    await process.write(2, `${nameOf(process)}: shutdown failed; error: '${message}'\n`)
    return 1
  }
}
