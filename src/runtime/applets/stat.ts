// stat: shows what is known about files.
import { FileError } from '../../storage/file-error.ts'
import type { Inode } from '../../storage/tree.ts'
import type { Process, Program } from '../process.ts'
import { namer } from './accounts.ts'
import { toBytes } from './byte-string.ts'
import { type Directive, formatInteger, formatText } from './c-format.ts'
import { blocksOf, kindBits, modeLetters } from './inode-text.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { complain } from './report.ts'
import { strftime } from './strftime.ts'

const kindWords: Readonly<Record<Inode['kind'], string>> = {
  file: 'regular file',
  directory: 'directory',
  symlink: 'symbolic link',
  character: 'character special file',
  block: 'block special file',
  fifo: 'fifo',
  socket: 'socket',
}

const timeText = (time: number) => strftime('%Y-%m-%d %H:%M:%S.%N +0000', time)

type Names = ReturnType<typeof namer>

/** What a directive of -c stands for: a text, or a number with the conversion that it is shown by. */
function fieldOf(
  letter: string,
  path: string,
  inode: Inode,
  names: Names,
): string | readonly [number, string] | undefined {
  const full = kindBits[inode.kind] | inode.mode
  switch (letter) {
    case 'n':
      return toBytes(path)
    case 'N':
      return inode.kind === 'symlink' ? `'${toBytes(path)}' -> '${toBytes(inode.target ?? '')}'` : toBytes(path)
    case 'a':
      return [inode.mode, 'o']
    case 'A':
      return modeLetters(inode)
    case 'f':
      return [full, 'x']
    case 'F':
      return inode.kind === 'file' && inode.size === 0 ? 'regular empty file' : kindWords[inode.kind]
    case 's':
      return [inode.size, 'u']
    case 'b':
      return [blocksOf(inode), 'u']
    case 'B':
      return [512, 'u']
    case 'o':
      return [4096, 'u']
    case 'i':
      return [inode.ino, 'u']
    case 'h':
      return [inode.links, 'u']
    case 'u':
      return [inode.uid, 'u']
    case 'g':
      return [inode.gid, 'u']
    case 'U':
      return names.user(inode.uid) ?? 'UNKNOWN'
    case 'G':
      return names.group(inode.gid) ?? 'UNKNOWN'
    case 't':
      return [inode.device?.[0] ?? 0, 'x']
    case 'T':
      return [inode.device?.[1] ?? 0, 'x']
    case 'd':
      return [39, 'u']
    case 'D':
      return [39, 'x']
    case 'x':
    case 'y':
    case 'z':
      return timeText(inode.mtime)
    case 'X':
    case 'Y':
    case 'Z':
      return [Math.floor(inode.mtime / 1000), 'd']
    default:
      return undefined
  }
}

function format(template: string, path: string, inode: Inode, names: Names): string {
  let result = ''
  for (let at = 0; at < template.length; ) {
    const read = readField(template, at)
    if (!read) {
      result += template[at]
      at += template.startsWith('%%', at) ? 2 : 1
      continue
    }
    const field = fieldOf(read.directive.conversion, path, inode, names)
    if (field === undefined) result += '?'
    else if (typeof field === 'string') result += formatText({ ...read.directive, conversion: 's' }, field)
    else result += formatInteger({ ...read.directive, conversion: field[1] }, BigInt(field[0]))
    at = read.next
  }
  return result
}

function described(path: string, inode: Inode, names: Names): string {
  const size = `Size: ${String(inode.size).padEnd(10)}\tBlocks: ${String(blocksOf(inode)).padEnd(10)} IO Block: 4096   `
  const kind = fieldOf('F', path, inode, names)
  const device = inode.device ? ` Device type: ${inode.device[0].toString(16)},${inode.device[1].toString(16)}` : ''
  const owner = (id: number, name: string | undefined) =>
    `(${String(id).padStart(5)}/${(name ?? 'UNKNOWN').padStart(8)})`
  const mode = `(${inode.mode.toString(8).padStart(4, '0')}/${modeLetters(inode)})`
  return [
    `  File: ${String(fieldOf('N', path, inode, names))}`,
    `  ${size}${String(kind)}`,
    `Device: 27h/39d\tInode: ${String(inode.ino).padEnd(10)}  Links: ${String(inode.links).padEnd(5)}${device}`,
    `Access: ${mode}  Uid: ${owner(inode.uid, names.user(inode.uid))}   Gid: ${owner(inode.gid, names.group(inode.gid))}`,
    `Access: ${timeText(inode.mtime)}`,
    `Modify: ${timeText(inode.mtime)}`,
    `Change: ${timeText(inode.mtime)}`,
    '',
  ].join('\n')
}

/** `%-5s`; letters that C takes for lengths are fields here. */
function readField(template: string, at: number): { directive: Directive; next: number } | undefined {
  const match = /^%([-+ #0]*)(\d*)(?:\.(\d+))?([a-zA-Z])/.exec(template.slice(at, at + 32))
  if (!match) return undefined
  const [whole, flags = '', width, precision, conversion = ''] = match
  const directive = {
    flags,
    width: Math.min(Number(width), 4096),
    precision: precision === undefined ? undefined : Math.min(Number(precision), 4096),
    conversion,
  }
  return { directive, next: at + whole.length }
}

/** What `stat -f` says; sizes are those that df shows. */
async function fileSystem(process: Process, path: string, template: string | undefined): Promise<void> {
  process.files.stat(path)
  const place = process.files.realpath(path)
  const mount = process.files
    .mounts()
    .filter(({ at }) => at === '/' || place === at || place.startsWith(`${at}/`))
    .sort((left, right) => right.at.length - left.at.length)[0]
  const type = mount?.type === 'overlay' ? 'overlayfs' : (mount?.type ?? 'overlayfs')
  if (template === undefined) {
    await standardOutput(process).print(
      `  File: "${toBytes(path)}"\n    ID: 0        Namelen: 255     Type: ${type}\nBlock size: 4096\n`,
    )
    return
  }
  const text = template.replace(/%([a-zA-Z%])/g, (whole, letter: string) => {
    const fields: Readonly<Record<string, string>> = {
      n: toBytes(path),
      T: type,
      s: '4096',
      S: '4096',
      l: '255',
      '%': '%',
    }
    return fields[letter] ?? whole
  })
  await standardOutput(process).print(`${text}\n`)
}

const stat: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'tLfc:Z',
    long: { format: 'c', dereference: 'L', terse: 't', 'file-system': 'f' },
    usage: '[-ltf] [-c FMT] FILE...',
    operands: [1],
  })
  const names = namer(process)
  const template = options.value('c')
  let code = 0
  for (const path of options.operands) {
    try {
      if (options.has('f')) {
        await fileSystem(process, path, template)
        continue
      }
      const inode = options.has('L') ? process.files.stat(path) : process.files.lstat(path)
      const terse = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %o'
      const wanted = template === undefined ? (options.has('t') ? terse : undefined) : toBytes(template)
      const text = wanted === undefined ? described(path, inode, names) : `${format(wanted, path, inode, names)}\n`
      await standardOutput(process).print(text)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      await standardOutput(process).flush()
      await complain(process, `can't stat '${path}': ${error.message}`)
      code = 1
    }
  }
  return code
}
export default stat
