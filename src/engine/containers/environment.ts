// The environment of a container's processes.
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { linkVariables } from './link-variables.ts'

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** dockerd's own variables, replaced by and followed with the given ones (moby container/container_unix.go). */
export function environment(
  { table, differences }: Pick<ContainerContext, 'table' | 'differences'>,
  container: Container,
  given: readonly string[],
  tty: boolean,
): string[] {
  const env = new Map<string, string>()
  const own = [PATH, `HOSTNAME=${container.config.Hostname}`, ...(tty ? ['TERM=xterm'] : [])]
  if (!differences.has('links-set-no-variables')) own.push(...linkVariables(table, container))
  for (const entry of [...own, ...given]) {
    const name = entry.split('=', 1)[0]!
    if (entry.includes('=')) env.set(name, entry)
    else env.delete(name)
  }
  return [...env.values()]
}
