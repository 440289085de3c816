// Entries of archives as Docker 20.10 writes them: with the kind of the file in its mode and the names of its owners.
import type { TarFile, TarKind } from './tar.ts'

/** Linux's S_IFMT; a hard link is a file. */
const kindBits: Readonly<Record<TarKind, number>> = {
  file: 0o100000,
  link: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
  character: 0o020000,
  block: 0o060000,
  fifo: 0o010000,
}

/** Of the host's accounts only root is known. */
const nameOf = (id: number): string => (id === 0 ? 'root' : '')

export function* withOldHeaders(files: Iterable<TarFile>): Generator<TarFile> {
  for (const file of files) {
    yield { ...file, mode: file.mode | kindBits[file.kind], uname: nameOf(file.uid), gname: nameOf(file.gid) }
  }
}
