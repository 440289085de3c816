// mount and umount: list what is mounted. A container may not change it.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { mountLines } from './mounts-text.ts'
import { parseOptions, showUsage } from './options.ts'
import { standardOutput } from './output.ts'
import { appletName, complain } from './report.ts'

const mount: Program = async (process) => {
  const name = appletName(process)
  const options = await parseOptions(process, {
    letters: 'o:rt:wanfvsiO:lRdD',
    usage: '[OPTIONS] [-o OPT] DEVICE NODE',
  })
  if (name === 'umount') {
    if (options.operands.length === 0 && !options.has('a'))
      return showUsage(process, { usage: '[-rlf] [-t FSTYPE] FILESYSTEM|DIRECTORY' })
    for (const path of options.operands) await complain(process, `can't unmount ${path}: Operation not permitted`)
    return options.operands.length > 0 ? 1 : 0
  }
  if (options.operands.length > 0 || options.has('a')) {
    await complain(process, 'permission denied (are you root?)')
    return 255
  }
  const wanted = options.value('t')
  for (const { source, at, type, options: flags } of mountLines(process)) {
    if (wanted !== undefined && wanted !== type) continue
    await standardOutput(process).print(toBytes(`${source} on ${at} type ${type} (${flags})\n`))
  }
  return 0
}
export default mount
