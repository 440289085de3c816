// The files of a daemon in the background, by its name, in the user's runtime directory.
import { join } from 'node:path'
import { runtimeDirectory } from '../runtime-directory.ts'
import { socketIn } from '../socket.ts'

export interface BackgroundFiles {
  readonly name: string
  /** what sentences call it */
  readonly title: string
  readonly socket: string
  readonly log: string
  readonly pidfile: string
  /** a socket that is answered as long as it lives */
  readonly lifeline: string
}

/** What it is called if it has no name. */
const USUAL = 'default'

/** Rejects with a sentence for a name that no file could have, or a directory that is not the user's own. */
export async function backgroundFiles(name: string = USUAL): Promise<BackgroundFiles> {
  if (!/^[a-zA-Z0-9][\w.-]{0,63}$/.test(name)) {
    throw new Error(`invalid value "${name}" for flag --name: must be letters, digits, _ . or -, at most 64`)
  }
  const stem = name === USUAL ? 'mockerd' : `mockerd-${name}`
  const directory = await runtimeDirectory()
  const file = (ending: string): string => join(directory, `${stem}.${ending}`)
  return {
    name,
    title: name === USUAL ? 'mockerd' : `mockerd ${name}`,
    socket: socketIn(directory, `${stem}.sock`),
    log: file('log'),
    pidfile: file('pid'),
    lifeline: file('life'),
  }
}
