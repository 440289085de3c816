// Where a daemon listens when nobody says where.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runtimeDirectory } from './runtime-directory.ts'

/** The command's socket: the user's own, and never the one of a real dockerd. */
export const usualAddress = async (): Promise<string> => `unix://${join(await runtimeDirectory(), 'mockerd.sock')}`

/** A socket that nobody else has, and how to take its directory away again. */
export async function privateAddress(): Promise<{ readonly address: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'mockerd-'))
  return {
    address: `unix://${join(directory, 'docker.sock')}`,
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}
