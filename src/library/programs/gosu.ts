// gosu: becomes another user and then a command.
import { accounts, groupNumber, groups } from '../../runtime/applets/accounts.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'

const usage = 'Usage: gosu user-spec command [args]\n'

export const gosu: Program = async (process) => {
  const [, spec = '', ...command] = process.argv
  if (spec === '' || command.length === 0) {
    await process.write(2, usage)
    return 1
  }
  if (process.user.uid !== 0) {
    await process.write(2, `error: failed switching to "${spec}": operation not permitted\n`)
    return 1
  }
  if (!become(process, spec)) {
    await process.write(
      2,
      `error: failed switching to "${spec}": unable to find user ${spec}: no matching entries in passwd file\n`,
    )
    return 1
  }
  try {
    return await process.exec(command)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await process.write(2, `error: exec: "${command[0]}": executable file not found in $PATH\n`)
    return 127
  }
}

/** `user`, `user:group`, by name or number; false if there is no such user. */
function become(process: Process, spec: string): boolean {
  const [name = '', group] = spec.split(':')
  const account = accounts(process).find((one) => one.name === name || String(one.uid) === name)
  if (!account && !/^\d+$/.test(name)) return false
  const uid = account?.uid ?? Number(name)
  const gid = group === undefined ? (account?.gid ?? 0) : groupNumber(process, group)
  const more = groups(process).filter(({ members }) => account && members.includes(account.name))
  process.user = { uid, gid, groups: [gid, ...more.map((one) => one.gid)] }
  process.env.HOME = account?.home ?? '/'
  return true
}
