// What a command finds in its environment, so that it talks to the daemon and to no other.

/** Of docker's own variables those that lead elsewhere, or ask for TLS that a private socket does not have. */
const misleading = ['DOCKER_CONTEXT', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH']

/** @param published whether ports of containers are open on the loopback address */
export function commandEnvironment(
  inherited: NodeJS.ProcessEnv,
  daemon: { readonly host: string },
  published: boolean,
): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...inherited, DOCKER_HOST: daemon.host }
  for (const name of misleading) delete env[name]
  // testcontainers would take the gateway of the simulated network where it runs in a container itself
  if (published) env.TESTCONTAINERS_HOST_OVERRIDE ??= 'localhost'
  return env
}
