// Where a daemon listens when nobody says where.
import { join } from 'node:path'
import { LONGEST } from '../http/unix.ts'
import { privateDirectory } from './private-directory.ts'
import { runtimeDirectory } from './runtime-directory.ts'

/** The command's socket: the user's own, and never the one of a real dockerd. */
export const usualAddress = async (): Promise<string> => `unix://${socketIn(await runtimeDirectory(), 'mockerd.sock')}`

/** Throws a sentence for a path that no socket can have. */
export function socketIn(directory: string, name: string): string {
  const path = join(directory, name)
  if (Buffer.byteLength(path) <= LONGEST) return path
  throw new Error(
    `${path} is too long for a socket, which has ${LONGEST} bytes: name a shorter directory in XDG_RUNTIME_DIR or TMPDIR`,
  )
}

/** A socket that nobody else has, and how to take its directory away again. */
export async function privateAddress(): Promise<{ readonly address: string; remove(): Promise<void> }> {
  const { path, remove } = await privateDirectory('mockerd-')
  try {
    return { address: `unix://${socketIn(path, 'docker.sock')}`, remove }
  } catch (error) {
    await remove()
    throw error
  }
}
