// The file of a unix socket: never taken from a daemon that lives, not left in the way by one that died.
import { chmod, chown, lstat, readFile, rename, rm, unlink } from 'node:fs/promises'
import net from 'node:net'
import { dirname, join } from 'node:path'

/** Bytes of an address that Linux takes (sockaddr_un), without the zero at its end. */
export const LONGEST = 107

/**
 * Makes sure that `path` can be bound: removes the socket file of a dead daemon. Throws with dockerd's words where nothing
 * can be bound.
 * differs: also throws when there is a file that is no socket, or a daemon answers; dockerd removes the file.
 */
export async function claimSocketFile(path: string): Promise<void> {
  const cannot = (why: string): Error => new Error(`cannot listen on unix://${path}: ${why}`)
  const fails = (why: string): Error => new Error(`can't create unix socket ${path}: ${why}`)
  // a file of that name is what dockerd looks for next
  if (/^[@\0]/.test(path)) throw fails(`chown ${path}: no such file or directory`)
  if (Buffer.byteLength(path) > LONGEST) throw fails(`listen unix ${path}: bind: invalid argument`)
  const found = await lstat(path).catch(() => undefined)
  if (!found) {
    // libuv says `permission denied`
    if (!(await lstat(dirname(path)).catch(() => undefined))) {
      throw fails(`listen unix ${path}: bind: no such file or directory`)
    }
    return
  }
  if (found.isDirectory()) throw fails('is a directory')
  if (!found.isSocket()) throw cannot('there is a file that is no socket')
  if ((await answers(path)) || !(await takeAway(path))) throw cannot('another daemon is listening there')
}

const last = new Map<string, Promise<unknown>>()

/** Daemons of one process come to a path one after another: who looks at a socket would be in the way of who binds it. */
export function oneByOne<T>(path: string, work: () => Promise<T>): Promise<T> {
  const result = (last.get(path) ?? Promise.resolve()).then(work)
  const over = result.then(
    () => {},
    () => {},
  )
  last.set(path, over)
  void over.then(() => last.get(path) === over && last.delete(path))
  return result
}

/** Sockets that this process has put aside. */
let asides = 0

/** Removes the socket of a dead daemon; false if another has just put its own there, which stays. */
async function takeAway(path: string): Promise<boolean> {
  const aside = join(dirname(path), `.${process.pid}-${++asides}`)
  try {
    await rename(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true
    throw error
  }
  if (await answers(aside)) {
    await rename(aside, path)
    return false
  }
  await unlink(aside)
  return true
}

/** What is found at `path` while nobody listens there: nothing, or a socket file that leads nowhere. */
export async function leaveSocketFile(path: string, how: 'absent' | 'refused' | 'forbidden'): Promise<void> {
  await rm(path, { force: true })
  if (how === 'absent') return
  // node takes away the file that it has made, but not under another name
  const [own, server] = [`${path}.${how}`, net.createServer()]
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(own, resolve)
  })
  await rename(own, path)
  if (how === 'forbidden') await chmod(path, 0)
  await new Promise((resolve) => server.close(resolve))
}

/** dockerd's own, which need not be there. */
const USUAL_GROUP = 'docker'

/**
 * Lets owner and group use the socket, and nobody else (moby daemon/listeners: Init, lookupGID). Throws with dockerd's
 * words for a group that is not there.
 * differs: without a group that is named the socket is the user's own, also where there is a group `docker`.
 */
export async function giveToGroup(
  path: string,
  { group, warn = () => {} }: { readonly group?: string | undefined; readonly warn?: (text: string) => void },
): Promise<void> {
  await chmod(path, 0o660)
  if (!group) return
  const id = await groupNamed(group)
  try {
    if (id === undefined) throw new Error(`group ${group} not found`)
    await chown(path, process.getuid?.() ?? 0, id)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason = code === 'EPERM' ? `chown ${path}: operation not permitted` : message
    if (group !== USUAL_GROUP) throw new Error(reason)
    warn(`could not change group ${path} to ${group}: ${reason}`)
  }
}

/** Its number; what is a number already need not be a group. */
async function groupNamed(group: string): Promise<number | undefined> {
  const list = await readFile('/etc/group', 'utf8').catch(() => '')
  const [, , id] =
    list
      .split('\n')
      .map((line) => line.split(':'))
      .find(([name]) => name === group) ?? []
  return /^\d+$/.test(id ?? group) ? Number(id ?? group) : undefined
}

/** Whether anybody accepts; a socket that must not be tried counts as alive. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'))
  })
}
