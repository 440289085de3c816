// How commands leave what they stand in: break, continue, return, and errors that end the script.

export class BreakLoop extends Error {
  levels: number
  constructor(levels: number) {
    super('break')
    this.levels = levels
  }
}

export class ContinueLoop extends Error {
  levels: number
  constructor(levels: number) {
    super('continue')
    this.levels = levels
  }
}

export class ReturnFrom extends Error {
  readonly code: number
  constructor(code: number) {
    super('return')
    this.code = code
  }
}

/** An error that ends a script and, at a prompt, only its command (POSIX: consequences of shell errors). */
export class ShellError extends Error {
  readonly code: number
  constructor(message: string, code: number = 2) {
    super(message)
    this.code = code
  }
}

/** One that ash tells of without the builtin's name. */
export class PlainError extends ShellError {}

/** A redirection that cannot be made: ends the command, and the script only if that is a special builtin. */
export class RedirectionError extends ShellError {
  constructor(message: string, code: number = 1) {
    super(message, code)
  }
}
