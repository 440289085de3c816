// `globalTeardown` of Jest: closes the daemon of `mockerd/jest-setup`.
import { closeForRun } from './daemon/run-daemon.ts'

/** `globalTeardown: 'mockerd/jest-teardown'` */
export default async function teardown(): Promise<void> {
  await closeForRun()
}
