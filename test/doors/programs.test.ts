import { expect, test } from 'vitest'
import { builtInNames } from '../../src/daemon/built-in-names.ts'
import { builtInPrograms } from '../../src/daemon/built-in-programs.ts'
import { programs } from '../../src/daemon/programs.ts'

test('every utility and shell has a name that is known before its code is loaded', () => {
  expect([...builtInPrograms.keys()].sort()).toEqual([...builtInNames])
})

test('the table of programs has each of them', () => {
  for (const name of builtInNames) expect(programs.has(name), name).toBe(true)
})
