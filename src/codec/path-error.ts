// What Go says of a file or an address that the operating system refuses.
import { getSystemErrorMap } from 'node:util'

/** What Go calls by another name than libuv does. */
const goReasons: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'cannot assign requested address',
  EEXIST: 'file exists',
  EISDIR: 'is a directory',
}

/** `permission denied`, of an error of the operating system; the whole message of any other. */
export function osReason(error: unknown): string {
  const { code = '', errno = 0, message } = error as NodeJS.ErrnoException
  return goReasons[code] ?? getSystemErrorMap().get(errno)?.[1] ?? message
}

/** `open /path: no such file or directory`, of an error of node:fs; a directory can be opened, but not read (os.PathError). */
export function pathError(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  return `${code === 'EISDIR' ? 'read' : 'open'} ${path}: ${osReason(error)}`
}

/** `mkdir /path: permission denied`, of an error of the operating system; the message of any other. */
export function errorText(error: unknown): string {
  const { errno, syscall, path, message } = error as NodeJS.ErrnoException
  if (errno === undefined || syscall === undefined) return message
  // libuv's name for reading a directory
  const call = syscall === 'scandir' ? 'open' : syscall
  // where to connect to, or what to look up
  const where = path ?? (error as { readonly hostname?: string }).hostname ?? placeOf(error)
  return `${[call, where].filter(Boolean).join(' ')}: ${osReason(error)}`
}

function placeOf(error: unknown): string | undefined {
  const { address, port } = error as { readonly address?: string; readonly port?: number }
  return port === undefined ? address : `${address}:${port}`
}
