// Every recipe of docs/recipes/ is run as its page says, with mockerd as it is installed.
import { existsSync, readFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { machine } from './machine.ts'
import { readRecipe, recipeNames, recipesFolder } from './recipe-page.ts'
import { whyNot } from './runtimes.ts'

const recipes = recipeNames().map(readRecipe)
const linksOf = (text: string): string[] => [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path!)

test('the list of recipes leads to each of them', () => {
  const links = linksOf(readFileSync(join(recipesFolder, 'README.md'), 'utf8'))
  expect(links).toEqual(expect.arrayContaining(recipes.map(({ name }) => `${name}/README.md`)))
  expect(links.filter((path) => !existsSync(join(recipesFolder, path)))).toEqual([])
})

/** Written by the tools of the language. */
const generated = ['go.sum']

describe.each(recipes)('the page of $name', ({ name, text, files }) => {
  test('says how to run it and what is different', () => {
    expect(text).toMatch(/^## Run\n.*^```sh\n.*^## What differs\n.*\]\(\.\.\/\.\.\/differences\.md\)/ms)
  })

  test('leads to every file of the recipe, and to none that is missing', () => {
    const links = linksOf(text)
    expect(links.filter((path) => !existsSync(join(recipesFolder, name, path)))).toEqual([])
    expect(files.filter((path) => !links.includes(path) && !generated.includes(path))).toEqual([])
  })
})

const here = machine()

describe.concurrent('the recipe', () => {
  for (const { name, commands, prints } of recipes) {
    const why = whyNot(name)
    test.skipIf(why)(`${name} runs as its page says${why ? ` (${why})` : ''}`, { timeout: 400_000 }, async () => {
      const cwd = join(here.folder, name)
      await cp(join(recipesFolder, name), cwd, { recursive: true })
      const printed = await here.run(commands, cwd)
      if (prints !== undefined) expect(printed).toBe(prints)
    })
  }
})

test('no recipe leaves a daemon over', () => {
  expect(here.leftOver()).toEqual([])
})
