// What is wrong with the options.

/**
 * A flag, or a text of the environment, that cannot be. Its message is what dockerd prints (moby cmd/dockerd/cobra.go).
 * differs: without all of the help, which dockerd has in it from 28 on.
 */
export class FlagError extends Error {
  /** What is wrong, and nothing else. */
  readonly reason: string

  constructor(reason: string, command = 'mockerd') {
    super(`Status: ${reason}\nSee '${command} --help'., Code: 125`)
    this.reason = reason
  }
}

/** A word that is no flag, where there is no use for one. Its message is what dockerd prints. */
export class StrayWord extends Error {
  readonly word: string

  constructor(word: string) {
    super('"mockerd" accepts no argument(s).\nSee \'mockerd --help\'.')
    this.word = word
  }
}
