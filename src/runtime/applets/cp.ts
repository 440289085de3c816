// cp: copies files.
import type { Program } from '../process.ts'
import { confirm } from './confirm.ts'
import { type CopyOptions, copy, isDirectory, lookAt, placeIn } from './copy.ts'
import { parseOptions, showUsage } from './options.ts'
import { appletName, Complaint } from './report.ts'

const rules = {
  letters: 'pdRfilsLHarPvunt:Tc',
  long: {
    archive: 'a',
    force: 'f',
    interactive: 'i',
    'no-clobber': 'n',
    link: 'l',
    dereference: 'L',
    'no-dereference': 'P',
    recursive: 'R',
    'symbolic-link': 's',
    'no-target-directory': 'T',
    'target-directory': 't',
    verbose: 'v',
    update: 'u',
  },
  usage: '[-arPLHpfinlsTu] SOURCE DEST',
}

const cp: Program = async (process) => {
  const options = await parseOptions(process, rules)
  const sources = [...options.operands]
  const destination = options.value('t') ?? sources.pop()
  if (destination === undefined || sources.length === 0) return showUsage(process, rules)
  const archive = options.has('a')
  const recursive = archive || options.has('r') || options.has('R')
  const overwrite = async (from: string, to: string): Promise<boolean> => {
    if (options.has('n')) return false
    if (options.has('u')) {
      const [one, two] = [lookAt(process, from), lookAt(process, to)]
      if (one && two && one.mtime <= two.mtime) return false
    }
    return !options.has('i') || confirm(process, `${appletName(process)}: overwrite '${to}'? `)
  }
  const copying: CopyOptions = {
    recursive,
    preserve: archive || options.has('p'),
    links: options.has('L')
      ? 'follow'
      : archive || options.has('d') || options.has('P')
        ? 'keep'
        : recursive
          ? options.has('H')
            ? 'keep below'
            : 'keep'
          : 'follow',
    force: options.has('f'),
    overwrite,
    verbose: options.has('v'),
    instead: options.has('l') ? 'link' : options.has('s') ? 'symlink' : undefined,
  }
  const into = options.has('t') || (!options.has('T') && isDirectory(process, destination))
  if (!into && sources.length > 1) {
    if (options.has('T')) return showUsage(process, rules)
    throw new Complaint(`target '${destination}' is not a directory`)
  }
  let good = true
  for (const source of sources) {
    good = (await copy(process, source, into ? placeIn(destination, source) : destination, copying)) && good
  }
  return good ? 0 : 1
}
export default cp
