// What a file of this folder exports: one simulated image with its tags, its recipes and the programs in it.
//
// The recipes must not depend on anything but the variant: their digests are the same in every run.
import type { Recipe } from '../registry/recipe.ts'
import type { Program } from '../runtime/process.ts'

export interface SimulatedImage {
  /** As `docker search` shows it. */
  readonly description: string
  readonly stars: number
  /** Tag -> variant. Tags of one variant are one image: `latest` and `3.22`. */
  readonly tags: Readonly<Record<string, string>>
  /** The variant of a tag that is not listed; the one of `latest` if left out or undefined. */
  variantOfTag?(tag: string): string | undefined
  recipe(variant: string): Recipe
  /** What its executables run, by the name in `binary(name)`; names are unique over the whole library. */
  readonly programs?: Readonly<Record<string, Program>>
}
