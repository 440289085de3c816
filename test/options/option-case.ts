// One question to dockerd and to mockerd.

export interface OptionCase {
  readonly args: readonly string[]
  /** what is in daemon.json, if one is named */
  readonly file?: string
  /** the same where it is no text */
  readonly hex?: string
}
