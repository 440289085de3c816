// Lets this process find a daemon by DOCKER_HOST, as long as a test lasts.

/** What else says where Docker is, and would win or disagree. */
const others = ['DOCKER_CONTEXT', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'] as const

const lent = new WeakMap<NodeJS.ProcessEnv, string>()

/**
 * Puts the address into `process.env.DOCKER_HOST`, and takes away what else says where Docker is. What comes back puts
 * all of it back. An environment is one for the whole process: throws an Error while somebody else has it.
 */
export function lendDockerHost(address: string, env: NodeJS.ProcessEnv = process.env): () => void {
  if (lent.has(env)) {
    throw new Error(
      `process.env.DOCKER_HOST leads to ${lent.get(env)} already, and to one daemon at a time: give what you test docker.host or docker.env, above all in tests that run side by side`,
    )
  }
  lent.set(env, address)
  const before = ['DOCKER_HOST', ...others].map((name) => [name, env[name]] as const)
  for (const name of others) delete env[name]
  env.DOCKER_HOST = address
  return () => {
    lent.delete(env)
    for (const [name, value] of before) {
      if (value === undefined) delete env[name]
      else env[name] = value
    }
  }
}
