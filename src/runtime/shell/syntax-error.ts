// A script that is wrong, or one that goes on in the next line.

export class ScriptError extends Error {
  readonly line: number
  /** More input might make it right: an interactive shell asks for it. */
  readonly incomplete: boolean
  /** the line with the mistake, as bash shows it */
  readonly shown: string | undefined
  constructor(message: string, line: number, incomplete: boolean = false, shown?: string) {
    super(message)
    this.shown = shown
    this.name = 'ScriptError'
    this.line = line
    this.incomplete = incomplete
  }
}
