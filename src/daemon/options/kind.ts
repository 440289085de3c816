// What all kinds of values have.
import type { ComplaintStyle } from '../../engine/persona.ts'

/** How the values of an option are read and shown. */
export interface Kind<T> {
  /** how dockerd's help names it; empty for those that need no value */
  readonly type: string
  /** Whether a flag may be given several times, and all of it counts. */
  readonly gathers?: boolean
  /**
   * Takes one more text of a flag. Throws an Error with the words of dockerd's flags.
   * @param before what was given before, for those that gather
   */
  add(before: T | undefined, text: string): T
  /** Takes what is in daemon.json. Complains where a value is of another type, or throws an Error as Go's decoder does. */
  decode(value: unknown, at: Place): T
  /** As Go prints the flag. */
  show(value: T): string
  /** The texts of an environment variable; where it is left out, all of it is one text. */
  split?(text: string): string[]
}

/** Where in daemon.json a value is. */
export interface Place {
  /** with which Go the engine was built: it decides how complaints are worded */
  readonly style: ComplaintStyle
  /** Throws an Error in the words of Go's encoding/json. */
  complain(what: string, go: string): never
  /** The place of a value within. @param struct what Go has there, if it is no list and no map */
  within(key: string | number, struct?: string): Place
}

export const commas = (text: string): string[] => text.split(',')
