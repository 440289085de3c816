// What SHOW and DESCRIBE list.
import { Glob } from '../../../../runtime/applets/text-pattern/glob.ts'
import { likePattern } from '../../sql/compare.ts'
import { undefinedTable } from '../../sql/problem.ts'
import type { Column, Row, Table } from '../../sql/table.ts'
import type { MySqlSession } from '../session.ts'
import type { MySqlStatement } from './statement.ts'
import { allVariables } from './variables.ts'

type Show = Extract<MySqlStatement, { type: 'show' }>

export interface Listing {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** `varchar(20)` */
export const declaredType = ({ kind, length }: Column): string =>
  length === undefined ? kind.title : `${kind.title}(${length})`

/** @param databases what the client may see */
export function listingOf(
  session: MySqlSession,
  { what, full, of, like }: Show,
  databases: readonly string[],
): Listing {
  const fits = like === undefined ? new Glob('*') : likePattern(like, true)
  const listing = (columns: readonly string[], rows: readonly Row[]): Listing => ({
    columns,
    rows: rows.filter(([first]) => fits.matches(first ?? '')),
  })
  switch (what) {
    case 'databases':
      return listing(
        ['Database'],
        databases.map((name) => [name]),
      )
    case 'tables': {
      const database = of ?? session.place('').database
      const names = [...session.tablesOf(database).keys()].sort()
      const column = `Tables_in_${database}${like === undefined ? '' : ` (${like})`}`
      return full
        ? listing(
            [column, 'Table_type'],
            names.map((name) => [name, 'BASE TABLE']),
          )
        : listing(
            [column],
            names.map((name) => [name]),
          )
    }
    case 'columns': {
      const table = session.table(of ?? '')
      if (!table) throw undefinedTable(of ?? '')
      return listing(
        ['Field', 'Type', 'Null', 'Key', 'Default', 'Extra'],
        table.columns.map((column, at) => described(table, column, at)),
      )
    }
    case 'variables':
      return listing(['Variable_name', 'Value'], allVariables(session))
    case 'status':
      return listing(['Variable_name', 'Value'], statusOf(session))
    case 'engines':
      return listing(
        ['Engine', 'Support', 'Comment'],
        [['InnoDB', 'DEFAULT', 'Supports transactions, row-level locking, and foreign keys']],
      )
    case 'processlist':
      return listing(
        ['Id', 'User', 'Host', 'db', 'Command', 'Time', 'State', 'Info'],
        [...session.server.sessions.values()].map(({ id, account, host, database }) => [
          ...[String(id), account.name, host, database ?? null],
          ...(id === session.id ? ['Query', '0', 'init', 'SHOW PROCESSLIST'] : ['Sleep', '0', '', null]),
        ]),
      )
    case 'grants': {
      const { name, host } = session.account
      const grantee = `\`${name}\`@\`${host}\``
      const grants = session.account.databases.map((one) =>
        one === '*'
          ? `GRANT ALL PRIVILEGES ON *.* TO ${grantee} WITH GRANT OPTION`
          : `GRANT ALL PRIVILEGES ON \`${one}\`.* TO ${grantee}`,
      )
      const all = session.account.databases.includes('*') ? grants : [`GRANT USAGE ON *.* TO ${grantee}`, ...grants]
      return listing(
        [`Grants for ${name}@${host}`],
        all.map((one) => [one]),
      )
    }
    case 'warnings':
      return listing(['Level', 'Code', 'Message'], [])
  }
}

function described({ keys }: Table, column: Column, at: number): Row {
  const key = keys.find(({ columns }) => columns.includes(at))
  const kind = key === undefined ? '' : key.name.endsWith('PRIMARY') ? 'PRI' : key.columns.length > 1 ? 'MUL' : 'UNI'
  const standard = column.standard?.replace(/^['"](.*)['"]$/, '$1').trim() ?? null
  const extra = column.last === undefined ? '' : 'auto_increment'
  return [column.name, declaredType(column), column.notNull ? 'NO' : 'YES', kind, standard, extra]
}

function statusOf({ server, process }: MySqlSession): Row[] {
  return [
    ['Connections', String(server.connections)],
    ['Questions', String(server.questions)],
    ['Threads_connected', String(server.sessions.size)],
    ['Threads_running', '1'],
    ['Uptime', String(Math.floor((process.now() - server.started) / 1000))],
  ]
}
