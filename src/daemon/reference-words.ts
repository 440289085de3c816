// What is wrong with the name of an image, in the words of the release: what reads names does not know of releases.
import type { Dispatch } from '../api/dispatch.ts'
import { inWordsOf, type Words, words28 } from '../engine/words.ts'
import { Refusal } from '../world/refusal.ts'

/** Rewords refusals for a release that says it otherwise. */
export function withReferenceWords(dispatch: Dispatch, words: Words): Dispatch {
  if (words.uppercaseName === words28.uppercaseName) return dispatch
  return async (incoming) => {
    try {
      return await dispatch(incoming)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      throw new Refusal(error.kind, inWordsOf(words, error.message))
    }
  }
}
