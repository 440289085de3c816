// What a client finds at the door of a daemon.
import net from 'node:net'
import type { Play } from './play.ts'

/** `ok`, or the code of the error that a client gets when it connects. */
export const knock = (it: Play): Promise<string> =>
  new Promise((resolve) => {
    const socket = net.connect(it.daemon.host.slice('unix://'.length))
    socket.once('connect', () => {
      socket.destroy()
      resolve('ok')
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })

/** Waits for what happens on sockets, not on the clock. */
export async function knockUntil(it: Play, wanted: string): Promise<void> {
  while ((await knock(it)) !== wanted) await new Promise<void>((resolve) => void setImmediate(resolve))
}

/** Lets time pass until the daemon is there again: how long it takes to go depends on sockets, too. */
export async function backAgain(it: Play): Promise<void> {
  while ((await knock(it)) !== 'ok') await it.clock.advance(1000)
}
