// What a logging driver knows of its options.

export type LogOptions = Readonly<Record<string, string>>

export interface LogDriver {
  /** Its own, beside those of every driver. */
  readonly options: readonly string[]
  /** Whether its own log can be read; of those of the others dockerd keeps a copy (daemon/logger/loggerutils/cache). */
  readonly reads?: boolean
  /** What it says of an option that it does not know, if that is not what most say. */
  readonly unknown?: (option: string) => string
  /** Why no container can be made with these options. */
  readonly check?: (options: LogOptions) => string | undefined
  /** That comes before options that it does not know. */
  readonly looksFirst?: boolean
  /** Why it cannot be started with these options. */
  readonly start?: (options: LogOptions) => string | undefined
}

/** How much is kept of a log. */
export interface LogLimits {
  /** bytes that a file has when the next line begins another one */
  readonly size: number
  readonly files: number
}

/** Labels and variables of the container, as most drivers take them along. */
export const attributes: readonly string[] = ['labels', 'labels-regex', 'env', 'env-regex']
