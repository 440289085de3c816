// What Go says of a file that cannot be read.

/** `open /path: no such file or directory`, of an error of node:fs; a directory can be opened, but not read (os.PathError). */
export function pathError(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const [, reason = message] = /^[A-Z]+: ([^,]*)/.exec(message) ?? []
  return code === 'EISDIR' ? `read ${path}: is a directory` : `open ${path}: ${reason}`
}
