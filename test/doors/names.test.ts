// What each door gives: users rely on every name, so none comes or goes unnoticed.
import { expect, test } from 'vitest'

test.each([
  [
    'index',
    [
      'ScenarioError',
      'createDaemon',
      'diffText',
      'layeredDriver',
      'loadImages',
      'makeCertificates',
      'manualClock',
      'overlayLayout',
      'plainLayout',
      'startDaemon',
      'startRegistry',
      'steerableClock',
    ],
  ],
  ['vitest', ['dockerTest', 'test']],
  ['jest', ['dockerMatchers', 'startDaemon', 'useDaemon']],
  ['jest-environment-node', ['default']],
  ['jest-setup', ['default']],
  ['jest-teardown', ['default']],
  ['msw', ['dockerHandlers']],
  ['control', ['ControlError', 'controlClient']],
])('the door %s gives %s', async (door, names) => {
  expect(Object.keys(await import(`../../src/${door}.ts`)).sort()).toEqual(names)
})
