// What `set` switches.

export interface ShellOptions {
  errexit: boolean
  noglob: boolean
  ignoreeof: boolean
  monitor: boolean
  noexec: boolean
  xtrace: boolean
  verbose: boolean
  noclobber: boolean
  allexport: boolean
  notify: boolean
  nounset: boolean
  errtrace: boolean
  vi: boolean
  pipefail: boolean
}

export function defaultOptions(): ShellOptions {
  return {
    errexit: false,
    noglob: false,
    ignoreeof: false,
    monitor: false,
    noexec: false,
    xtrace: false,
    verbose: false,
    noclobber: false,
    allexport: false,
    notify: false,
    nounset: false,
    errtrace: false,
    vi: false,
    pipefail: false,
  }
}

export const optionLetters: Readonly<Record<string, keyof ShellOptions>> = {
  e: 'errexit',
  f: 'noglob',
  I: 'ignoreeof',
  m: 'monitor',
  n: 'noexec',
  x: 'xtrace',
  v: 'verbose',
  C: 'noclobber',
  a: 'allexport',
  b: 'notify',
  u: 'nounset',
  E: 'errtrace',
  V: 'vi',
}

/** Letters that are known to bash and change nothing here. */
export const ignoredLetters = 'hkptBHPT'
/** Names that are known to bash and change nothing here. */
export const ignoredNames: ReadonlySet<string> = new Set([
  'posix',
  'emacs',
  'history',
  'hashall',
  'braceexpand',
  'functrace',
])

/** The names that are on: bash's `$SHELLOPTS`. */
export function activeNames(options: ShellOptions): string[] {
  return Object.entries(options)
    .filter(([, on]) => on)
    .map(([name]) => name)
}

/** The letters that are on: `$-`. */
export function activeLetters(options: ShellOptions): string {
  return Object.entries(optionLetters)
    .filter(([, name]) => options[name])
    .map(([letter]) => letter)
    .join('')
}
