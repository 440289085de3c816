// `SecurityOptions` of /info (moby daemon/info.go: fillSecurityOptions).
import type { Engine } from '../engine.ts'
import { isCgroupPrivate } from '../settings.ts'

/** differs: a daemon that is told to use SELinux says that it does, but no process or file has a label. */
export function securityOptions({ host, persona, settings: { now } }: Engine): string[] {
  const profile = now.seccompProfile === 'builtin' ? persona.info.seccompProfile : now.seccompProfile
  return [
    `name=seccomp,profile=${profile}`,
    ...(now.selinuxEnabled ? ['name=selinux'] : []),
    ...(now.usernsRemap ? ['name=userns'] : []),
    ...(now.rootless ? ['name=rootless'] : []),
    ...(isCgroupPrivate(now, host) ? ['name=cgroupns'] : []),
    ...(now.noNewPrivileges && !persona.differences.has('lost-privileges-are-not-told')
      ? ['name=no-new-privileges']
      : []),
  ]
}
