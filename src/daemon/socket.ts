// Where a daemon listens when nobody says where.
import { tmpdir } from 'node:os'
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
  // before there is a directory; the letters that make its name its own are as many
  socketIn(tmpdir(), 'mockerd-XXXXXX/docker.sock')
  const { path, remove } = await privateDirectory('mockerd-')
  return { address: `unix://${join(path, 'docker.sock')}`, remove }
}
