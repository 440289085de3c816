// CREATE USER and its like: who may come in, and what they may use.
import { type Account, accountKey } from '../cluster.ts'
import { MySqlProblem } from '../problem.ts'
import { secretOf } from '../secret.ts'
import type { MySqlSession } from '../session.ts'
import type { MySqlStatement, UserName } from './statement.ts'

const quoted = ({ name, host }: UserName): string => `'${name}'@'${host}'`

/** Throws 1227. */
function mayManage(session: MySqlSession): void {
  if (session.account.databases.includes('*')) return
  const text = 'Access denied; you need (at least one of) the CREATE USER privilege(s) for this operation'
  throw new MySqlProblem(1227, '42000', text)
}

/** Throws 1396 for a user that is there already, or is not. */
export function changeUser(session: MySqlSession, statement: Extract<MySqlStatement, { type: 'set user' }>): void {
  const { make, lenient, user, password } = statement
  const { accounts } = session.server.cluster
  mayManage(session)
  const key = accountKey(user)
  const before = accounts.get(key)
  if (make === (before !== undefined)) {
    if (lenient) return
    throw new MySqlProblem(1396, 'HY000', `Operation ${make ? 'CREATE' : 'ALTER'} USER failed for ${quoted(user)}`)
  }
  const account: Account = { ...user, secret: undefined, databases: [], ...before }
  accounts.set(key, password === undefined ? account : { ...account, secret: secretOf(password) })
}

/** Throws 1396. */
export function dropUsers(session: MySqlSession, statement: Extract<MySqlStatement, { type: 'drop user' }>): void {
  mayManage(session)
  for (const user of statement.users) {
    if (session.server.cluster.accounts.delete(accountKey(user)) || statement.lenient) continue
    throw new MySqlProblem(1396, 'HY000', `Operation DROP USER failed for ${quoted(user)}`)
  }
}

/** Throws 1410 for a user that is not there, 1044 for one who has nothing to give. */
export function grant(session: MySqlSession, statement: Extract<MySqlStatement, { type: 'grant' | 'revoke' }>): void {
  const { accounts } = session.server.cluster
  const { type, database, users } = statement
  const named = database === '*' || database === '' ? '*' : database
  if (!session.account.databases.includes('*')) {
    const { account } = session
    throw new MySqlProblem(1044, '42000', `Access denied for user ${quoted(account)} to database '${named}'`)
  }
  for (const user of users) {
    const account = accounts.get(accountKey(user))
    if (!account) throw new MySqlProblem(1410, '42000', 'You are not allowed to create a user with GRANT')
    const others = account.databases.filter((one) => one !== named)
    accounts.set(accountKey(user), { ...account, databases: type === 'grant' ? [...others, named] : others })
  }
}
