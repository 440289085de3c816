// The file of a unix socket: never taken from a daemon that lives, not left in the way by one that died.
import { chmod, lstat, rename, rm, unlink } from 'node:fs/promises'
import net from 'node:net'
import { dirname } from 'node:path'

/**
 * Makes sure that `path` can be bound: removes the socket file of a dead daemon. Throws when the folder is missing,
 * when something else lies there, or when a daemon answers.
 */
export async function claimSocketFile(path: string): Promise<void> {
  const cannot = (why: string): Error => new Error(`cannot listen on unix://${path}: ${why}`)
  const found = await lstat(path).catch(() => undefined)
  if (!found) {
    const folder = await lstat(dirname(path)).catch(() => undefined)
    if (!folder) throw cannot(`the folder ${dirname(path)} does not exist`)
    return
  }
  if (!found.isSocket()) throw cannot('there is a file that is no socket')
  if (await answers(path)) throw cannot('another daemon is listening there')
  await unlink(path)
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

/** dockerd lets its group use the socket, and nobody else. */
export const openToGroup = (path: string): Promise<void> => chmod(path, 0o660)

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
