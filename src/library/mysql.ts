// docker pull mysql
import type { Recipe } from '../registry/recipe.ts'
import { mysqlEntrypoint, mysqlFlavour } from './parts/mysql-files.ts'
import { mysqlSteps } from './parts/mysql-steps.ts'
import { remembered } from './parts/remembered.ts'
import { PATH, released } from './parts/steps.ts'
import { type Release, readVariant, variantOfTag, versionTags } from './parts/version-tags.ts'
import { mysql, mysqladmin } from './programs/mysql-tools.ts'
import { mysqld } from './programs/mysqld.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: readonly Release[] = [
  { version: '9.4.0', names: ['latest', 'innovation'], released: '2025-07-22' },
  { version: '8.4.6', names: ['lts'], released: '2025-07-22' },
  { version: '8.0.43', released: '2025-07-22' },
  { version: '5.7.44', released: '2023-10-25' },
]

const programs = { 'usr/sbin/mysqld': 'mysqld', 'usr/bin/mysql': 'mysql', 'usr/bin/mysqladmin': 'mysqladmin' }

const recipe = remembered((variant): Recipe => {
  const { version } = readVariant(variant)
  const created = released(releases.find((one) => one.version === version)?.released ?? '2025-07-22')
  const environment = [`MYSQL_MAJOR=${version.split('.').slice(0, 2).join('.')}`, `MYSQL_VERSION=${version}-1.el9`]
  return {
    config: {
      ExposedPorts: { '3306/tcp': {}, '33060/tcp': {} },
      Env: [PATH, 'GOSU_VERSION=1.17', ...environment],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['mysqld'],
      Volumes: { '/var/lib/mysql': {} },
      WorkingDir: '/',
    },
    steps: mysqlSteps({ created, environment, programs, entrypoint: mysqlEntrypoint(mysqlFlavour), command: 'mysqld' }),
  }
})

const image: SimulatedImage = {
  description: 'MySQL, a relational database.',
  stars: 15_800,
  tags: versionTags(releases),
  variantOfTag,
  recipe,
  programs: { mysql, mysqladmin, mysqld },
}
export default image
