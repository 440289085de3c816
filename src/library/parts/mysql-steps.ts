// The layers that the images mysql and mariadb are made of.
import type { LayerEntry, RecipeStep } from '../../registry/recipe.ts'
import { baseAccounts, baseSteps } from './base-steps.ts'
import { directories, directory, executable, script } from './entries.ts'
import { buildkit } from './steps.ts'

interface Parts {
  readonly created: number
  /** `NAME=value` */
  readonly environment: readonly string[]
  /** programs by their paths */
  readonly programs: Readonly<Record<string, string>>
  readonly entrypoint: string
  readonly command: string
  readonly scripts?: readonly LayerEntry[]
}

const owner = { uid: 999, gid: 999 }

/** differs: mysql is built on Oracle Linux and mariadb on Ubuntu; here both stand on Debian. */
export const mysqlSteps = ({
  created,
  environment,
  programs,
  entrypoint,
  command,
  scripts = [],
}: Parts): RecipeStep[] => [
  ...baseSteps('debian'),
  buildkit(created, 'RUN /bin/sh -c add the user mysql', [
    ...baseAccounts('debian', [['mysql', 999, 999, '/var/lib/mysql', '/bin/bash']]),
  ]),
  buildkit(created, 'RUN /bin/sh -c install gosu', [executable('usr/local/bin/gosu', 'gosu')]),
  ...environment.map((pair) => buildkit(created, `ENV ${pair}`)),
  buildkit(created, `RUN /bin/sh -c install ${command}`, [
    ...directories('docker-entrypoint-initdb.d', 'etc/mysql', 'etc/mysql/conf.d'),
    directory('var/lib/mysql', 0o1777, owner),
    directory('run/mysqld', 0o1777, owner),
    ...Object.entries(programs).map(([path, program]) => executable(path, program)),
  ]),
  buildkit(created, 'VOLUME [/var/lib/mysql]'),
  buildkit(created, 'COPY docker-entrypoint.sh /usr/local/bin/', [
    script('usr/local/bin/docker-entrypoint.sh', entrypoint),
    ...scripts,
  ]),
  buildkit(created, 'ENTRYPOINT ["docker-entrypoint.sh"]'),
  buildkit(created, 'EXPOSE map[3306/tcp:{}]'),
  buildkit(created, `CMD ["${command}"]`),
]
