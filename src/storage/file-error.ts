// What goes wrong with files, in errno's names and the C library's words.

const words = {
  EACCES: 'Permission denied',
  EBADF: 'Bad file descriptor',
  EBUSY: 'Resource busy',
  EDQUOT: 'Quota exceeded',
  EEXIST: 'File exists',
  EFBIG: 'File too large',
  EINVAL: 'Invalid argument',
  EIO: 'I/O error',
  EISDIR: 'Is a directory',
  ELOOP: 'Symbolic link loop',
  EMFILE: 'No file descriptors available',
  ENAMETOOLONG: 'Filename too long',
  ENODEV: 'No such device',
  ENOENT: 'No such file or directory',
  ENOEXEC: 'Exec format error',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  ENOTSOCK: 'Not a socket',
  ENOTTY: 'Not a tty',
  ENXIO: 'No such device or address',
  EPERM: 'Operation not permitted',
  EPIPE: 'Broken pipe',
  EAGAIN: 'Resource temporarily unavailable',
  EROFS: 'Read-only file system',
  ESRCH: 'No such process',
  ESPIPE: 'Invalid seek',
  ETXTBSY: 'Text file busy',
  EXDEV: 'Cross-device link',
  EADDRINUSE: 'Address in use',
  EADDRNOTAVAIL: 'Address not available',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EHOSTUNREACH: 'Host is unreachable',
  ENETUNREACH: 'Network unreachable',
  ETIMEDOUT: 'Operation timed out',
} as const

export type Errno = keyof typeof words

/** An errno; the message is musl's (as busybox prints it), without path. */
export class FileError extends Error {
  readonly code: Errno
  readonly path: string | undefined
  constructor(code: Errno, path?: string) {
    // Most are no surprise to whoever asked (PATH, `[ -e x ]`), and a stack would cost more than the question.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(words[code])
    Error.stackTraceLimit = stackTraceLimit
    this.name = 'FileError'
    this.code = code
    this.path = path
  }
}
