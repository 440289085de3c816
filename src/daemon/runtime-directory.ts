// Where the command keeps what lives as long as a daemon: its usual socket, and the files of those in the background.
import { chmod, lstat, mkdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { osReason } from '../codec/path-error.ts'

/**
 * The user's XDG_RUNTIME_DIR, or a directory of their own among the temporary files. Rejects with a sentence when it is
 * somebody else's, or others may write there: whoever owns it could put a daemon of their own in the place of the user's.
 */
export async function runtimeDirectory(): Promise<string> {
  const given = process.env.XDG_RUNTIME_DIR
  const path = given || join(tmpdir(), `mockerd-${process.getuid?.() ?? 'user'}`)
  const cannot = (why: string): Error =>
    new Error(`the runtime directory ${path} ${why}: name another in XDG_RUNTIME_DIR`)
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw cannot(error.code === 'EEXIST' ? 'is no directory' : `cannot be made (${osReason(error)})`)
  })
  // a link may lead to what the environment names; among temporary files anybody could have put one
  const found = given ? await stat(path) : await lstat(path)
  if (!found.isDirectory()) throw cannot('is no directory')
  if (process.getuid && found.uid !== process.getuid()) throw cannot('belongs to somebody else')
  if (!given) await chmod(path, 0o700)
  else if (found.mode & 0o002) throw cannot('may be written by everybody')
  return path
}
