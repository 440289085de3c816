// execve(2): which program a command is. PATH, permissions, `#!` lines and the marker in our binaries.
import { FileError } from '../storage/file-error.ts'
import { decode } from './bytes.ts'
import type { FilesOwner } from './files.ts'
import { type Place, walk } from './path-walk.ts'
import { mayAccess } from './permissions.ts'
import type { Program } from './process.ts'
import { ANY_COMMAND, isElf, type ProgramTable, programName } from './programs.ts'

export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
/** how many interpreters may lead to each other */
const MOST_INTERPRETERS = 4
/** bytes of a file that are looked at */
const HEAD = 256

/** A command that can be run. */
export interface Loaded {
  readonly program: Program
  readonly argv: readonly string[]
  /** the file of the binary, without symlinks */
  readonly executable: string
  /** as `ps` and /proc/<pid>/comm name it: the file that was asked for */
  readonly command: string
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** A file that may be executed, or why not. Says it by value, as most directories of PATH do not have what is looked for. */
function lookAt(who: FilesOwner, path: string): Place | 'ENOENT' | 'EACCES' {
  who.look()
  const { place } = walk(who, path, true)
  if (!place) return 'ENOENT'
  return place.node.kind === 'file' && mayAccess(place.node, 1, who.user) ? place : 'EACCES'
}

/** Throws EACCES for a directory and for what lacks the execute permission. */
function executable(who: FilesOwner, path: string): Place {
  const found = lookAt(who, path)
  if (typeof found === 'string') throw new FileError(found, path)
  return found
}

/**
 * The path of a command as execvp(3) finds it: a name with a slash is taken as it is, others are looked up in `path`.
 * Throws ENOENT or EACCES.
 */
export function findCommand(who: FilesOwner, name: string, path: string = DEFAULT_PATH): string {
  if (name.includes('/')) {
    executable(who, name)
    return name
  }
  let denied = false
  for (const directory of name === '' ? [] : path.split(':')) {
    const candidate = directory === '' ? name : directory.endsWith('/') ? directory + name : `${directory}/${name}`
    try {
      const found = lookAt(who, candidate)
      if (typeof found === 'object') return candidate
      if (found === 'EACCES') denied = true
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      if (error.code === 'EACCES') denied = true
    }
  }
  throw new FileError(denied ? 'EACCES' : 'ENOENT', name)
}

/** Makes a command ready to run. Throws ENOENT, EACCES, ENOEXEC or ELOOP. */
export function load(who: FilesOwner, programs: ProgramTable, argv: readonly string[], path?: string): Loaded {
  const name = argv[0] ?? ''
  try {
    return loadFound(who, programs, argv, findCommand(who, name, path))
  } catch (error) {
    const standIn = programs.get(ANY_COMMAND)
    if (!standIn || !(error instanceof FileError) || error.code !== 'ENOENT') throw error
    return { program: standIn, argv, executable: `/usr/bin/${baseName(name)}`, command: baseName(name) }
  }
}

/** The same for a file that `findCommand` has found. */
export function loadFound(who: FilesOwner, programs: ProgramTable, argv: readonly string[], file: string): Loaded {
  return loadFile(who, programs, file, argv, baseName(file), 0)
}

function loadFile(
  who: FilesOwner,
  programs: ProgramTable,
  file: string,
  argv: readonly string[],
  command: string,
  depth: number,
): Loaded {
  if (depth > MOST_INTERPRETERS) throw new FileError('ELOOP', file)
  const place = executable(who, file)
  const head = place.mount.tree.read(place.ino, 0, HEAD)
  const name = programName(head) ?? (isElf(head) ? namesake(programs, place.path, file) : undefined)
  if (name !== undefined) {
    const chosen = choose(programs, name, argv)
    if (!chosen) throw new FileError('ENOEXEC', file)
    return { ...chosen, executable: place.path, command }
  }
  const script = head[0] === 0x23 && head[1] === 0x21 ? /^#![ \t]*(\S+)[ \t]*([^\n]*)/.exec(decode(head)) : null
  if (!script) throw new FileError('ENOEXEC', file)
  const interpreter = script[1]!
  const argument = script[2]!.trimEnd()
  const inner = [interpreter, ...(argument ? [argument] : []), file, ...argv.slice(1)]
  return loadFile(who, programs, interpreter, inner, command, depth + 1)
}

/**
 * A real binary (of an image that was loaded or copied in) cannot run here: the program of ours that has its file's
 * name stands in for it.
 */
function namesake(programs: ProgramTable, ...paths: readonly string[]): string | undefined {
  return paths.map(baseName).find((name) => programs.has(name))
}

/** busybox holds many programs in one file: the name it is called by says which. */
function choose(
  programs: ProgramTable,
  name: string,
  argv: readonly string[],
): { program: Program; argv: readonly string[] } | undefined {
  if (name !== 'busybox') {
    const program = programs.get(name)
    return program && { program, argv }
  }
  const called = baseName(argv[0] ?? '').replace(/^-/, '')
  const applet = called.startsWith('busybox') ? undefined : programs.get(called)
  if (applet) return { program: applet, argv }
  const inner = called.startsWith('busybox') ? programs.get(argv[1] ?? '') : undefined
  if (inner) return { program: inner, argv: argv.slice(1) }
  const wanted = called.startsWith('busybox') ? (argv[1] ?? '') : called
  return { program: programs.get('busybox') ?? noApplet(wanted), argv }
}

function noApplet(wanted: string): Program {
  return async (process) => {
    await process.write(2, `${wanted}: applet not found\n`)
    return 127
  }
}
