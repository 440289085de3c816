// rm: removes files, with -r directories too.
import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { confirm } from './confirm.ts'
import { type Options, parseOptions, showUsage } from './options.ts'
import { appletName, complain, reason } from './report.ts'

const rules = {
  letters: 'fiRrv',
  long: { force: 'f', interactive: 'i', recursive: 'r', verbose: 'v' },
  usage: '[-irf] FILE...',
}

/** Removes a tree entry by entry, so that one that stays does not keep the others; false if something is left. */
async function remove(process: Process, path: string, options: Options): Promise<boolean> {
  const { files } = process
  const force = options.last('fi') === 'f'
  const ask = options.last('fi') === 'i'
  try {
    const inode = files.lstat(path)
    if (inode.kind !== 'directory') {
      if (ask && !(await confirm(process, `${appletName(process)}: remove '${path}'? `))) return true
      files.unlink(path)
      if (options.has('v')) await process.write(1, `removed '${path}'\n`)
      return true
    }
    if (!options.has('r') && !options.has('R')) {
      await complain(process, `'${path}' is a directory`)
      return false
    }
    if (ask && !(await confirm(process, `${appletName(process)}: descend into directory '${path}'? `))) return true
    let good = true
    for (const name of files.list(path)) good = (await remove(process, `${path}/${name}`, options)) && good
    if (ask && !(await confirm(process, `${appletName(process)}: remove directory '${path}'? `))) return good
    files.removeDirectory(path)
    await process.tick()
    return good
  } catch (error) {
    if (force && error instanceof FileError && error.code === 'ENOENT') return true
    await complain(process, `can't remove '${path}': ${reason(error)}`)
    return false
  }
}

const rm: Program = async (process) => {
  const options = await parseOptions(process, rules)
  if (options.operands.length === 0 && !options.has('f')) return showUsage(process, rules)
  let code = 0
  for (const path of options.operands) {
    const last = path.replace(/\/+$/, '').split('/').at(-1)
    if (last === '.' || last === '..' || (last === '' && path.startsWith('/'))) {
      await complain(process, last === '' ? `can't remove '/'` : `can't remove '.' or '..'`)
      code = 1
    } else if (!(await remove(process, path, options))) code = 1
  }
  return code
}
export default rm
