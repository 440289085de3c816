// What a build says while it goes on: lines of text, warnings in red, ids of images (moby pkg/streamformatter).
import type { PacedReport } from '../progress.ts'

export class BuildOutput {
  readonly report: PacedReport

  constructor(report: PacedReport) {
    this.report = report
  }

  say(text: string): Promise<void> | undefined {
    return this.report({ stream: text })
  }

  /** On the other stream, which clients show in red. */
  warn(text: string): Promise<void> | undefined {
    return this.report({ stream: `\u001b[91m${text}\u001b[0m` })
  }

  /** For programs: the image that a stage has come to. */
  image(id: string): void {
    this.report({ aux: { ID: id } })
  }
}

/** A step that ended with an exit code, which clients hand on. */
export class StepFailure extends Error {
  readonly code: number
  constructor(message: string, code: number) {
    super(message)
    this.code = code
  }
}
