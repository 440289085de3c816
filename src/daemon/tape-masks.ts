// What is masked on a tape: what a journal masks, and what the user names.
import { isSecretHeader, MASK, masked, maskedUrl } from '../scenario/journal/secrets.ts'
import type { Masks } from '../tape/masked-lines.ts'

/** @param pattern a regular expression on names. Throws an Error with a sentence when it is none. */
export function tapeMasks(pattern: string | undefined): Masks {
  const also = pattern === undefined ? undefined : new RegExp(pattern, 'i')
  return {
    mark: MASK,
    url: (url) => maskedUrl(url, also),
    header: (name) => isSecretHeader(name, also),
    value: (value) => masked(value, '', also),
  }
}
