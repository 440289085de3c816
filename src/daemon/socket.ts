// Where a daemon listens when nobody says where.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The command's socket: the user's own, and never the one of a real dockerd. */
export async function usualAddress(): Promise<string> {
  const runtime = process.env.XDG_RUNTIME_DIR
  const directory = runtime || join(tmpdir(), `mockerd-${process.getuid?.() ?? 'user'}`)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  return `unix://${join(directory, 'mockerd.sock')}`
}

/** A socket that nobody else has, and how to take its directory away again. */
export async function privateAddress(): Promise<{ readonly address: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'mockerd-'))
  return {
    address: `unix://${join(directory, 'docker.sock')}`,
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}
