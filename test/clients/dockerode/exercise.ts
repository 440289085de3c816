// One exercise for each method of dockerode: it calls the method and looks at what that brings.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { wholeText } from '../../reading.ts'
import type { TestDaemon } from '../../test-daemon.ts'

/** What the method does, as a part of a sentence, and how it is shown. */
export type Exercise = readonly [does: string, show: (docker: TestDaemon) => Promise<void>]

/** By `Class.method`. */
export type Exercises = Readonly<Record<string, Exercise>>

/** Holds the refusal of a call against what dockerd says. */
export async function refused(call: Promise<unknown>, statusCode: number, message: string | RegExp): Promise<void> {
  const error = (await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )) as { readonly statusCode: number; readonly message: string } | undefined
  expect(error?.statusCode).toBe(statusCode)
  // dockerode puts its own words before the daemon's, and a space behind them
  const said = error!.message.replace(/^\(HTTP code \d+\) [^-]* - /, '').trimEnd()
  if (typeof message === 'string') expect(said).toBe(message)
  else expect(said).toMatch(message)
}

// biome-ignore lint/suspicious/noExplicitAny: results of methods that dockerode's types do not have
type Methods = Record<string, (...given: any[]) => Promise<any>>

/** The same object with all of its methods: dockerode's types do not have all, or want a callback. */
export const untyped = (value: object): Methods => value as Methods

/** What a method with a callback brings. */
export const called = <Value>(call: (callback: (error: unknown, value?: Value) => void) => unknown): Promise<Value> =>
  new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value as Value)))
  })

/** Pulls an image and waits until it is there. */
export async function pulled(dockerode: Dockerode, name: string): Promise<Dockerode.Image> {
  await wholeText(await dockerode.pull(name))
  return dockerode.getImage(name)
}
