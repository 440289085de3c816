// Makes simulated images of declarations.
import type { LayerEntry, Recipe, RecipeStep } from '../../registry/recipe.ts'
import type { Program } from '../../runtime/process.ts'
import { executable, file } from '../parts/entries.ts'
import { buildkit, released } from '../parts/steps.ts'
import { declaredBinary } from '../programs/declared.ts'
import { fileEntries, withContents } from './files.ts'
import { functionName } from './functions.ts'
import type { ImageDeclaration } from './image-declaration.ts'
import type { Behaviour, ProgramDeclaration } from './program-declaration.ts'
import { runConfig } from './run-config.ts'

/** Looks an image up by its reference; undefined if there is none. */
export type FindBase = (reference: string) => Promise<Recipe | undefined>

/** The recipe of a declaration. Rejects with an Error when its base is not there. */
export async function declaredRecipe(declared: ImageDeclaration, findBase: FindBase): Promise<Recipe> {
  const reference = declared.base ?? 'alpine'
  const base = reference === 'scratch' ? { config: {}, steps: [] } : await findBase(reference)
  if (!base) throw new Error(`the image ${declared.image} builds on ${reference}, which is not there`)
  const created = declared.created ? released(declared.created) : (base.steps.at(-1)?.created ?? released('2025-08-01'))
  return { config: runConfig(base.config, declared), steps: [...base.steps, ...stepsOf(declared, created)] }
}

function stepsOf(declared: ImageDeclaration, created: number): RecipeStep[] {
  const files = fileEntries(withContents(declared.files ?? {}, '.'))
  const programs = Object.entries(declared.programs ?? {}).map(([path, program]) =>
    programEntry(declared.image, path, program),
  )
  const step = (words: string, entries: readonly LayerEntry[]): RecipeStep[] =>
    entries.length > 0 ? [buildkit(created, words, entries)] : []
  return [
    ...step('COPY files /', files),
    ...step('COPY programs /', programs),
    buildkit(created, `LABEL mockerd.image=${declared.image}`),
  ]
}

function programEntry(image: string, path: string, program: ProgramDeclaration | Program): LayerEntry {
  const place = path.replace(/^\/+/, '')
  if (typeof program === 'function') return executable(place, functionName(image, path))
  if (typeof program === 'string') return executable(place, program)
  return file(place, declaredBinary(program as Behaviour | readonly Behaviour[]), 0o755)
}
