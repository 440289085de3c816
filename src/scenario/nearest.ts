// The word that somebody may have meant.
import { editDistance } from '../codec/edit-distance.ts'

/** `; did you mean "status"?`, or nothing when no known word is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const one of known) {
    const distance = editDistance(word.toLowerCase(), one.toLowerCase())
    if (distance < least) [best, least] = [one, distance]
  }
  return best === undefined ? '' : `; did you mean "${best}"?`
}
