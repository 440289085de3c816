// A recipe of docs/recipes/: a folder with a page, README.md, and the files that it tells of.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeBlocks } from '../docs/code-blocks.ts'

export const recipesFolder: string = join(import.meta.dirname, '../../docs/recipes')

export interface RecipePage {
  readonly name: string
  readonly text: string
  /** The commands under `## Run`, for a shell in the recipe's folder. */
  readonly commands: string
  /** What they print, if the page says so. */
  readonly prints: string | undefined
  /** The files that lie beside the page, below its folder. */
  readonly files: readonly string[]
}

export function readRecipe(name: string): RecipePage {
  const text = readFileSync(join(recipesFolder, name, 'README.md'), 'utf8')
  const [, run = ''] = text.split(/^## Run$/m)
  const { code = '', prints } = codeBlocks(run)[0] ?? {}
  return { name, text, commands: code, prints, files: filesBelow(join(recipesFolder, name)) }
}

export const recipeNames = (): string[] =>
  readdirSync(recipesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .filter((path) => path !== 'README.md')
