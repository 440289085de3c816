// Many daemons in one process, several at a time, as the tests of one worker have them: none leaves anything behind.
import { expect, test } from 'vitest'
import { startChild } from '../../bench/child.ts'
import type { DoorsFigures } from '../../bench/doors-child.ts'

test('Daemons that are closed leave no memory, socket, timer, listener or directory behind, and see nothing of each other', {
  timeout: 120_000,
}, async () => {
  const child = await startChild('doors-child', ['--expose-gc'])
  try {
    const { alive, open, listeners, directories, crossed } = await child.ask<DoorsFigures>({ daemons: 40, width: 8 })
    expect({ alive, open, listeners, directories, crossed }).toEqual({
      alive: 0,
      open: [],
      listeners: 0,
      directories: [],
      crossed: 0,
    })
  } finally {
    await child[Symbol.asyncDispose]()
  }
})
