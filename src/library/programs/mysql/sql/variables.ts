// System variables of MySQL, as far as clients look at them.
import { INT8, VARCHAR } from '../../sql/kinds.ts'
import type { Cell } from '../../sql/language.ts'
import { MySqlProblem } from '../problem.ts'
import type { MySqlSession } from '../session.ts'

const usual: Readonly<Record<string, string>> = {
  auto_increment_increment: '1',
  auto_increment_offset: '1',
  autocommit: '1',
  character_set_client: 'utf8mb4',
  character_set_connection: 'utf8mb4',
  character_set_database: 'utf8mb4',
  character_set_results: 'utf8mb4',
  character_set_server: 'utf8mb4',
  character_set_system: 'utf8mb3',
  collation_connection: 'utf8mb4_0900_ai_ci',
  collation_database: 'utf8mb4_0900_ai_ci',
  collation_server: 'utf8mb4_0900_ai_ci',
  default_storage_engine: 'InnoDB',
  foreign_key_checks: '1',
  init_connect: '',
  innodb_lock_wait_timeout: '50',
  interactive_timeout: '28800',
  license: 'GPL',
  lower_case_table_names: '0',
  max_allowed_packet: '67108864',
  max_connections: '151',
  net_write_timeout: '60',
  performance_schema: '0',
  read_only: '0',
  sql_mode:
    'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  sql_select_limit: '18446744073709551615',
  system_time_zone: 'UTC',
  time_zone: 'SYSTEM',
  transaction_isolation: 'REPEATABLE-READ',
  transaction_read_only: '0',
  tx_isolation: 'REPEATABLE-READ',
  unique_checks: '1',
  version_compile_machine: 'x86_64',
  version_compile_os: 'Linux',
  wait_timeout: '28800',
}

/** Those that are shown as ON and OFF. */
const switches = ['autocommit', 'foreign_key_checks', 'performance_schema', 'read_only', 'unique_checks']

const standing = ({ server }: MySqlSession): Record<string, string> => ({
  ...usual,
  ...(server.isMariaDb
    ? { collation_server: 'utf8mb4_uca1400_ai_ci' }
    : { caching_sha2_password_auto_generate_rsa_keys: '1' }),
  datadir: `${server.data}/`,
  hostname: server.process.hostname,
  port: String(server.port),
  socket: server.socket,
  version: server.version,
  version_comment: server.isMariaDb ? 'mariadb.org binary distribution' : 'MySQL Community Server - GPL',
})

const cellOf = (text: string): Cell => ({ kind: /^\d+$/.test(text) ? INT8 : VARCHAR, text })

const bareName = (name: string): string => name.toLowerCase().replace(/^@@(session\.|global\.|local\.)?/, '')

/** `@name` is null before it is set. Throws 1193. */
export function variable(session: MySqlSession, name: string): Cell | undefined {
  if (!name.startsWith('@')) return undefined
  const own = name.startsWith('@@') ? bareName(name) : name.toLowerCase()
  const set = session.variables.get(own)
  if (set) return set
  if (!name.startsWith('@@')) return { kind: VARCHAR, text: null }
  const all = standing(session)
  if (!Object.hasOwn(all, own)) throw unknownVariable(own)
  return cellOf(all[own]!)
}

/** @param cell undefined: as at the beginning. Throws 1193. */
export function setVariable(session: MySqlSession, name: string, cell: Cell | undefined): void {
  const isOwn = name.startsWith('@') && !name.startsWith('@@')
  const own = isOwn ? name.toLowerCase() : bareName(name)
  if (!isOwn && !Object.hasOwn(standing(session), own)) throw unknownVariable(own)
  const isOn = switches.includes(own) && /^(on|off)$/i.test(cell?.text ?? '')
  if (!cell) session.variables.delete(own)
  else session.variables.set(own, isOn ? cellOf(/^on$/i.test(cell.text!) ? '1' : '0') : cell)
}

const unknownVariable = (name: string): MySqlProblem =>
  new MySqlProblem(1193, 'HY000', `Unknown system variable '${name}'`)

/** Names and values as SHOW VARIABLES lists them. */
export function allVariables(session: MySqlSession): [string, string][] {
  const all = Object.entries(standing(session)).map(([name, value]): [string, string] => {
    const text = session.variables.get(name)?.text ?? value
    return [name, switches.includes(name) ? (text === '1' ? 'ON' : 'OFF') : text]
  })
  return all.sort(([one], [other]) => (one < other ? -1 : 1))
}
