// chown and chgrp: change owner and group.
import type { Program } from '../process.ts'
import { accounts, groupNumber, userNumber } from './accounts.ts'
import { descend } from './descend.ts'
import { parseOptions } from './options.ts'
import { appletName, Complaint } from './report.ts'

const chown: Program = async (process) => {
  const isGroup = appletName(process) === 'chgrp'
  const options = await parseOptions(process, {
    letters: 'RhLHPcfv',
    long: { recursive: 'R', 'no-dereference': 'h', verbose: 'v' },
    usage: `[-RhLHPcvf]... ${isGroup ? 'GROUP' : 'USER[:[GRP]]'} FILE...`,
    operands: [2],
  })
  const [owner = '', ...paths] = options.operands
  const [, user = '', separator, group = ''] = isGroup ? ['', '', ':', owner] : /^([^:.]*)([:.])?(.*)$/.exec(owner)!
  const uid = user === '' ? undefined : userNumber(process, user)
  let gid = group === '' ? undefined : groupNumber(process, group)
  if (separator && group === '' && uid !== undefined) {
    gid = accounts(process).find((account) => account.uid === uid)?.gid
    if (gid === undefined) throw new Complaint(`unknown user ${user}`)
  }
  let code = 0
  for (const path of paths) {
    const good = await descend(
      process,
      path,
      options.has('R'),
      (each) => {
        const follow = !options.has('h') && (each === path || options.has('L'))
        if (!follow && !options.has('h') && process.files.lstat(each).kind === 'symlink') return
        process.files.change(each, { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) }, follow)
      },
      options.has('f'),
    )
    if (!good) code = 1
  }
  return code
}
export default chown
