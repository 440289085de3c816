// One daemon on one data root: a file with the number of its process.
import { linkSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DataRootError } from './data-root-error.ts'

/** Roots that daemons of this process have. */
const held = new Set<string>()

/** Takes the lock; gives how to let go of it. Throws dockerd's words (moby cmd/dockerd, pkg/pidfile) when it is taken. */
export function lock(path: string): () => void {
  const key = join(realpathSync(dirname(path)), basename(path))
  for (;;) {
    if (held.has(key)) throw taken(path, process.pid)
    const owner = readOwner(path)
    if (owner !== undefined) {
      if (lives(owner)) throw taken(path, owner.pid)
      takeAway(path, owner)
    }
    if (create(path)) break
  }
  held.add(key)
  let isHeld = true
  return () => {
    if (!isHeld) return
    isHeld = false
    held.delete(key)
    rmSync(path, { force: true })
  }
}

const taken = (path: string, pid: number): DataRootError =>
  new DataRootError(`ensure docker is not running or delete ${path}: process with PID ${pid} is still running`)

interface Owner {
  readonly text: string
  readonly pid: number
  /** when it started, as its system counts; empty where that cannot be told */
  readonly started: string
}

function readOwner(path: string): Owner | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const [pid = '', started = ''] = text.trim().split(' ')
  return { text, pid: Number(pid), started }
}

/** Numbers of processes come again, in containers soon; together with the moment of their start they do not. */
function lives({ pid, started }: Owner): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = startOf(pid)
  return started === '' || now === '' || started === now
}

/** proc(5): field 22 of the line, counted behind the name, which may hold anything. */
function startOf(pid: number): string {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

/** Removes a dead owner's file, unless somebody else was quicker: theirs is put back. */
function takeAway(path: string, dead: Owner): void {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (readOwner(aside)?.text === dead.text) rmSync(aside)
  else renameSync(aside, path)
}

/** False if another file has just come there. It is there with its content or not at all. */
function create(path: string): boolean {
  const aside = `${path}.${process.pid}`
  const text = `${process.pid} ${startOf(process.pid)}\n`
  writeFileSync(aside, text, { mode: 0o600 })
  try {
    linkSync(aside, path)
    return true
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (!withoutLinks.includes(code)) throw error
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
    return true
  } finally {
    rmSync(aside, { force: true })
  }
}

/** What file systems say that have no hard links. */
const withoutLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']
