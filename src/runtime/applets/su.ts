// su: becomes another user. Root needs no password; nobody else has one that is known.
import { Capability } from '../capabilities.ts'
import type { Program } from '../process.ts'
import { accounts } from './accounts.ts'
import { become } from './command.ts'
import { credentialsOf } from './id.ts'
import { parseOptions } from './options.ts'
import { Complaint } from './report.ts'

const su: Program = async (process) => {
  const words = process.argv.slice(1)
  const login = words[0] === '-'
  const options = await parseOptions(
    process,
    {
      letters: 'mpls:c:',
      long: { login: 'l', command: 'c', shell: 's' },
      usage: '[-lmp] [-s SH] [-] [USER [FILE ARGS | -c CMD]]',
    },
    login ? words.slice(1) : words,
  )
  // the rest may hold further options: su - user -c command
  const operands = [...options.operands]
  if (operands[0] === '-') operands.shift()
  const name = operands.shift() ?? 'root'
  const account = accounts(process).find((each) => each.name === name)
  if (!account) throw new Complaint(`unknown user ${name}`)
  if (process.user.uid !== 0) throw new Complaint('incorrect password')
  const command = options.value('c')
  const isLogin = login || options.has('l')
  const keeps = options.has('m') || options.has('p')
  const shell = options.value('s') ?? (keeps ? process.env.SHELL : undefined) ?? (account.shell || '/bin/sh')
  let env = { ...process.env }
  if (isLogin) {
    env = {
      TERM: process.env.TERM ?? 'linux',
      PATH: account.uid === 0 ? '/sbin:/usr/sbin:/bin:/usr/bin' : '/bin:/usr/bin',
    }
    process.cwd = process.files.exists(account.home) ? account.home : '/'
  }
  if (!keeps) {
    env.HOME = account.home
    env.SHELL = shell
    if (isLogin || account.uid !== 0) {
      env.USER = name
      env.LOGNAME = name
    }
  }
  const wanted = credentialsOf(process, name)
  if (!process.capable(Capability.SETGID)) throw new Complaint("can't set groups: Operation not permitted")
  if (wanted.uid !== 0 && !process.capable(Capability.SETUID)) throw new Complaint('setuid: Operation not permitted')
  process.user = wanted
  const zero = isLogin ? '-l' : undefined
  const given = command === undefined ? operands : ['-c', command, ...operands]
  return become(process, [shell, ...(zero ? [zero] : []), ...given], env)
}
export default su
