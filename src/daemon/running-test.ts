// What Mocha and node:test tell a hook of the test that it is for: by `this`.

/** `this` in a hook: of node:test, of Mocha; of others nothing that is known here. */
interface Told {
  readonly fullName?: string
  readonly passed?: boolean
  readonly currentTest?: { readonly state?: string }
}

export interface RunningTest {
  /** `outer > inner`, where tests have that. */
  readonly name: string | undefined
  /** Undefined where nobody knows. */
  readonly failed: boolean | undefined
}

export function runningTest(told: unknown): RunningTest {
  const { fullName, passed, currentTest } = (told ?? {}) as Told
  if (currentTest) return { name: undefined, failed: currentTest.state === 'failed' }
  return { name: fullName, failed: passed === undefined ? undefined : !passed }
}

/** Whether it is one that runs inside of another, as `t.test` of node:test lets them. */
export const isWithin = (inner: string | undefined, outer: string | undefined): boolean =>
  outer !== undefined && (inner ?? '').startsWith(`${outer} > `)
