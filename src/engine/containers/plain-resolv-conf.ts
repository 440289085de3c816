// A container's /etc/resolv.conf without remarks, as releases before 26 write it (moby libnetwork/resolvconf: Build).
import type { Container } from './container.ts'

/**
 * @param server the host's own
 * @param isInternal whether the daemon answers, in a user's network
 */
export function plainResolvConf({ hostConfig }: Container, server: string, isInternal: boolean): string {
  const { Dns, DnsSearch, DnsOptions } = hostConfig
  const servers = isInternal ? ['127.0.0.11'] : Dns?.length ? Dns : [server]
  const search = (DnsSearch ?? []).join(' ')
  const asked = DnsOptions ?? []
  const options = isInternal && !asked.some((option) => option.includes('ndots')) ? [...asked, 'ndots:0'] : asked
  return [
    ...(search && search !== '.' ? [`search ${search}`] : []),
    ...servers.map((one) => `nameserver ${one}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
    '',
  ].join('\n')
}
