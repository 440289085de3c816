// A container's /etc/resolv.conf without remarks, as releases before 26 write it (moby libnetwork/resolvconf: Build).
import type { NameServers } from './daemon-defaults.ts'

/**
 * @param server the host's own
 * @param isInternal whether the daemon answers, in a user's network
 */
export function plainResolvConf(names: NameServers, server: string, isInternal: boolean): string {
  const servers = isInternal ? ['127.0.0.11'] : names.servers.length > 0 ? names.servers : [server]
  const search = names.search.join(' ')
  const asked = names.options
  const options = isInternal && !asked.some((option) => option.includes('ndots')) ? [...asked, 'ndots:0'] : asked
  return [
    ...(search && search !== '.' ? [`search ${search}`] : []),
    ...servers.map((one) => `nameserver ${one}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
    '',
  ].join('\n')
}
