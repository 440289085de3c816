// Where a daemon listens when nobody says where.
import { join } from 'node:path'
import { privateDirectory } from './private-directory.ts'
import { runtimeDirectory } from './runtime-directory.ts'

/** The command's socket: the user's own, and never the one of a real dockerd. */
export const usualAddress = async (): Promise<string> => `unix://${join(await runtimeDirectory(), 'mockerd.sock')}`

/** A socket that nobody else has, and how to take its directory away again. */
export async function privateAddress(): Promise<{ readonly address: string; remove(): Promise<void> }> {
  const { path, remove } = await privateDirectory('mockerd-')
  return { address: `unix://${join(path, 'docker.sock')}`, remove }
}
