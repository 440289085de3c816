// ` (did you mean COPY?)`: what a misspelt word was to be (BuildKit util/suggest).
import { editDistance } from '../../codec/edit-distance.ts'

/** edits; with more it is no misspelling */
const farthest = 2

/** Empty if nothing is near, or the word is one of those that are known. */
export function suggestion(word: string, known: readonly string[], caseSensitive: boolean): string {
  const plain = (text: string): string => (caseSensitive ? text : text.toLowerCase())
  let best: string | undefined
  let nearest = farthest + 1
  for (const option of known) {
    const distance = editDistance(plain(word), plain(option))
    if (distance === 0) return ''
    if (distance >= nearest) continue
    best = option
    nearest = distance
  }
  if (best === undefined) return ''
  return ` (did you mean ${caseSensitive ? best : inCaseOf(word, best)}?)`
}

function inCaseOf(word: string, option: string): string {
  if (word === word.toLowerCase()) return option.toLowerCase()
  return word === word.toUpperCase() ? option.toUpperCase() : option.toLowerCase()
}
