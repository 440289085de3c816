// `globalSetup` of Jest: one daemon for the whole run, at DOCKER_HOST of all workers.
import { startForRun } from './daemon/run-daemon.ts'

/** `globalSetup: 'mockerd/jest-setup'`; its options are `globals: { mockerd: { engine: '20.10' } }` of Jest. */
export default async function setup(
  _config: unknown,
  project: { readonly globals?: Readonly<Record<string, unknown>> },
): Promise<void> {
  await startForRun(project.globals?.mockerd ?? {})
}
