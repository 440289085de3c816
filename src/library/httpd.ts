// docker pull httpd
import type { Recipe } from '../registry/recipe.ts'
import { baseSteps } from './parts/base-steps.ts'
import { directories, executable, file, script } from './parts/entries.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import { type Release, readVariant, variantOfTag, versionTags } from './parts/version-tags.ts'
import { apache } from './programs/apache.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: readonly Release[] = [
  { version: '2.4.65', names: ['latest'], released: '2025-07-23' },
  { version: '2.4.64', released: '2025-07-10' },
]

const HOME = 'usr/local/apache2'
const CONFIG = `ServerRoot "/${HOME}"
Listen 80
DocumentRoot "/${HOME}/htdocs"
DirectoryIndex index.html
`
const FOREGROUND = `#!/bin/sh
set -e
rm -f /${HOME}/logs/httpd.pid
exec httpd -DFOREGROUND "$@"
`

const recipe = remembered((variant): Recipe => {
  const { version, base } = readVariant(variant)
  const created = released(releases.find((one) => one.version === version)?.released ?? '2025-07-23')
  return {
    config: {
      ExposedPorts: { '80/tcp': {} },
      Env: [PATH.replace('=', `=/${HOME}/bin:`), `HTTPD_PREFIX=/${HOME}`, `HTTPD_VERSION=${version}`],
      Cmd: ['httpd-foreground'],
      WorkingDir: `/${HOME}`,
      StopSignal: 'SIGWINCH',
    },
    steps: [
      ...baseSteps(base),
      buildkit(created, `ENV HTTPD_PREFIX=/${HOME}`),
      buildkit(created, 'RUN /bin/sh -c install httpd', [
        ...[HOME, `${HOME}/bin`, `${HOME}/conf`, `${HOME}/htdocs`, `${HOME}/logs`].flatMap((path) => directories(path)),
        executable(`${HOME}/bin/httpd`, 'apache'),
        file(`${HOME}/conf/httpd.conf`, CONFIG),
        file(`${HOME}/htdocs/index.html`, '<html><body><h1>It works!</h1></body></html>\n'),
      ]),
      buildkit(created, 'STOPSIGNAL SIGWINCH'),
      buildkit(created, 'COPY httpd-foreground /usr/local/bin/', [
        script('usr/local/bin/httpd-foreground', FOREGROUND),
      ]),
      buildkit(created, 'EXPOSE map[80/tcp:{}]'),
      buildkit(created, 'CMD ["httpd-foreground"]'),
    ],
  }
})

const image: SimulatedImage = {
  description: "Apache's web server.",
  stars: 4_900,
  tags: versionTags(releases),
  variantOfTag,
  recipe,
  programs: { apache },
}
export default image
