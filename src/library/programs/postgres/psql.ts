// psql: asks a PostgreSQL server what its arguments, a file or its standard input say.
import { Buffer } from 'node:buffer'
import { accounts } from '../../../runtime/applets/accounts.ts'
import { addressesOf } from '../../../runtime/network/names.ts'
import type { Process, Program } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { SqlProblem } from '../sql/problem.ts'
import { splitStatements } from '../sql/tokens.ts'
import { Client, type Event, Gone, ServerError } from './client.ts'
import { rowsText } from './psql-format.ts'
import { type PsqlOptions, readPsqlOptions } from './psql-options.ts'
import { postgresGrammar } from './sql/grammar.ts'

export const psql: Program = async (process) => {
  const options = readPsqlOptions(process)
  if (typeof options === 'string') {
    await process.write(options.startsWith('psql (') ? 1 : 2, options)
    return options.startsWith('psql (') ? 0 : 1
  }
  const named = options.user ?? accounts(process).find(({ uid }) => uid === process.user.uid)?.name ?? 'postgres'
  const place = placeOf(options)
  try {
    const client = new Client(process, open(process, options))
    await client.begin(named, options.database ?? named, process.env.PGPASSWORD)
    return await runAll(process, client, options)
  } catch (error) {
    const said = complaint(error)
    if (said === undefined) throw error
    await process.write(2, `psql: error: ${place}${said}\n`)
    return 2
  }
}

const socketOf = ({ host, port }: PsqlOptions): string =>
  `${host?.startsWith('/') ? host : '/var/run/postgresql'}/.s.PGSQL.${port}`

function placeOf(options: PsqlOptions): string {
  const { host, port } = options
  if (host === undefined || host.startsWith('/'))
    return `connection to server on socket "${socketOf(options)}" failed: `
  return `connection to server at "${host}", port ${port} failed: `
}

function open(process: Process, options: PsqlOptions): number {
  const { host, port } = options
  if (host === undefined || host.startsWith('/')) return process.connectLocal(socketOf(options))
  const address = addressesOf(process, host)[0]
  if (address === undefined) throw new Gone('could not translate host name to address: Name or service not known')
  return process.connect(address, port)
}

function complaint(error: unknown): string | undefined {
  if (error instanceof ServerError) return `${error.fields.get('S')}:  ${error.message}`
  if (error instanceof Gone) return error.message
  if (!(error instanceof FileError)) return undefined
  return `${error.message}\n\tIs the server running on that host and accepting TCP/IP connections?`
}

/** 0; 1 when a command of the arguments failed; 3 when a script stopped at an error (ON_ERROR_STOP). */
async function runAll(process: Process, client: Client, options: PsqlOptions): Promise<number> {
  if (options.commands.length > 0) {
    let good = true
    for (const sql of options.commands) {
      good = await show(process, await client.query(sql), options, '')
      if (!good && options.stopOnError) return 1
    }
    return good ? 0 : 1
  }
  const text = options.file === undefined ? await readAll(process) : process.files.readText(options.file)
  for (const sql of statementsOf(text)) {
    if (/^\\q\b/.test(sql)) return 0
    const from = options.file === undefined ? '' : `psql:${options.file}: `
    const good = await show(process, await client.query(sql), options, from)
    if (!good && options.stopOnError) return 3
  }
  return 0
}

/** What cannot be taken apart is for the server to refuse. */
function statementsOf(text: string): string[] {
  const sql = text.replace(/^\\(?!q).*$/gm, '')
  try {
    return splitStatements(sql, postgresGrammar.lexicon)
  } catch (error) {
    if (error instanceof SqlProblem) return [sql]
    throw error
  }
}

async function readAll(process: Process): Promise<string> {
  const chunks: Uint8Array[] = []
  for (let bytes = await process.read(0); bytes; bytes = await process.read(0)) chunks.push(bytes)
  return Buffer.concat(chunks).toString()
}

/** Whether there was no error. */
async function show(process: Process, events: readonly Event[], options: PsqlOptions, from: string): Promise<boolean> {
  let good = true
  for (const [index, event] of events.entries()) {
    if (event.type === 'rows') await process.write(1, rowsText(event.columns, event.numeric, event.rows, options))
    else if (event.type === 'notice') await process.write(2, `${from}NOTICE:  ${event.text}\n`)
    else if (event.type === 'error') {
      const { fields } = event.error
      const detail = fields.has('D') ? `DETAIL:  ${fields.get('D')}\n` : ''
      const hint = fields.has('H') ? `HINT:  ${fields.get('H')}\n` : ''
      await process.write(2, `${from}ERROR:  ${event.error.message}\n${detail}${hint}`)
      good = false
    } else if (events[index - 1]?.type !== 'rows' || !event.tag.startsWith('SELECT')) {
      if (!options.quiet && !event.tag.startsWith('SHOW')) await process.write(1, `${event.tag}\n`)
    }
  }
  return good
}
