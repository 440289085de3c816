// What a MySQL server refuses: a number, five characters of SQLSTATE, and a text.
import { SqlProblem } from '../sql/problem.ts'

export class MySqlProblem extends Error {
  readonly number: number
  readonly state: string
  constructor(number: number, state: string, message: string) {
    super(message)
    this.number = number
    this.state = state
  }
}

export const accessDenied = (user: string, host: string, withPassword: boolean): MySqlProblem =>
  new MySqlProblem(
    1045,
    '28000',
    `Access denied for user '${user}'@'${host}' (using password: ${withPassword ? 'YES' : 'NO'})`,
  )

export const unknownDatabase = (name: string): MySqlProblem =>
  new MySqlProblem(1049, '42000', `Unknown database '${name}'`)

export const noDatabase = (): MySqlProblem => new MySqlProblem(1046, '3D000', 'No database selected')

/** Any error as one of MySQL's; what is none is thrown on. */
export function mysqlProblem(error: unknown, database: string | undefined, server: string): MySqlProblem {
  if (error instanceof MySqlProblem) return error
  if (error instanceof RangeError) return new MySqlProblem(1436, 'HY000', 'Thread stack overrun')
  if (!(error instanceof SqlProblem)) throw error
  const [first = '', second = '', third = ''] = error.about
  const inDatabase = first.includes('.') || database === undefined ? first : `${database}.${first}`
  switch (error.code) {
    case '42P01':
      return new MySqlProblem(1146, '42S02', `Table '${inDatabase}' doesn't exist`)
    case '42P07':
      return new MySqlProblem(1050, '42S01', `Table '${first}' already exists`)
    case '42703':
      return new MySqlProblem(1054, '42S22', `Unknown column '${first}' in 'field list'`)
    case '42701':
      return new MySqlProblem(1060, '42S21', `Duplicate column name '${first}'`)
    case '42883':
      return new MySqlProblem(1305, '42000', `FUNCTION ${inDatabase} does not exist`)
    case '42601':
      return syntaxProblem(first, server)
    case '42P02':
      return new MySqlProblem(1210, 'HY000', 'Incorrect arguments to mysqld_stmt_execute')
    case '42704':
      return syntaxProblem('', server)
    case '22001':
      return new MySqlProblem(1406, '22001', `Data too long for column '${first}' at row 1`)
    case '22003':
      return new MySqlProblem(1264, '22003', `Out of range value for column '${third}' at row 1`)
    case '22P02':
      return first === 'time'
        ? new MySqlProblem(1292, '22007', `Incorrect datetime value: '${second}' for column '${third}' at row 1`)
        : new MySqlProblem(1366, 'HY000', `Incorrect ${first} value: '${second}' for column '${third}' at row 1`)
    case '23502':
      return new MySqlProblem(1048, '23000', `Column '${first}' cannot be null`)
    case '23505':
      return new MySqlProblem(1062, '23000', `Duplicate entry '${first}' for key '${second}'`)
    case 'HY000':
      return new MySqlProblem(1364, 'HY000', `Field '${first}' doesn't have a default value`)
    case '0A000':
      return new MySqlProblem(1235, '42000', error.message)
    default:
      return new MySqlProblem(1105, 'HY000', error.message)
  }
}

function syntaxProblem(rest: string, server: string): MySqlProblem {
  if (/^\d+$/.test(rest))
    return new MySqlProblem(1136, '21S01', `Column count doesn't match value count at row ${rest}`)
  return new MySqlProblem(
    1064,
    '42000',
    `You have an error in your SQL syntax; check the manual that corresponds to your ${server} server version for the ` +
      `right syntax to use near '${rest.slice(0, 80)}' at line 1`,
  )
}
