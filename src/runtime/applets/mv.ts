// mv: renames files, or copies and removes them across file systems.
import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { confirm } from './confirm.ts'
import { copy, isDirectory, lookAt, placeIn } from './copy.ts'
import { type Options, parseOptions, showUsage } from './options.ts'
import { appletName, Complaint, complain, reason } from './report.ts'

const rules = {
  letters: 'finTvt:u',
  long: {
    interactive: 'i',
    force: 'f',
    'no-clobber': 'n',
    'no-target-directory': 'T',
    'target-directory': 't',
    verbose: 'v',
    update: 'u',
  },
  usage: '[-finT] SOURCE DEST',
}

async function move(process: Process, from: string, to: string, options: Options): Promise<boolean> {
  const { files } = process
  const target = lookAt(process, to)
  if (target) {
    const choice = options.last('fin')
    if (choice === 'n') return true
    if (options.has('u') && (lookAt(process, from)?.mtime ?? 0) <= target.mtime) return true
    const unwritable = target.kind !== 'symlink' && process.isTerminal(0) && !files.access(to, 2)
    if (choice === 'i' || (choice !== 'f' && unwritable)) {
      if (!(await confirm(process, `${appletName(process)}: overwrite '${to}'? `))) return true
    }
  }
  try {
    files.rename(from, to)
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== 'EXDEV') {
      await complain(process, `can't rename '${from}': ${reason(error)}`)
      return false
    }
    if (target && target.kind !== 'directory') files.unlink(to)
    if (!(await copy(process, from, to, { recursive: true, preserve: true, links: 'keep' }))) return false
    files.removeAll(from)
  }
  if (options.has('v')) await process.write(1, `'${from}' -> '${to}'\n`)
  return true
}

const mv: Program = async (process) => {
  const options = await parseOptions(process, rules)
  const sources = [...options.operands]
  const destination = options.value('t') ?? sources.pop()
  if (destination === undefined || sources.length === 0) return showUsage(process, rules)
  const into = options.has('t') || (!options.has('T') && isDirectory(process, destination))
  if (!into && sources.length > 1) throw new Complaint(`target '${destination}' is not a directory`)
  let good = true
  for (const source of sources) {
    good = (await move(process, source, into ? placeIn(destination, source) : destination, options)) && good
  }
  return good ? 0 : 1
}
export default mv
