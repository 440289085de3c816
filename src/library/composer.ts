// docker pull composer
import { languageImage } from './parts/language-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = languageImage({
  description: 'Composer, which manages the packages of PHP.',
  stars: 1300,
  releases: [
    { version: '2.8.11', names: ['latest', 'lts'], released: '2025-08-21' },
    { version: '2.7.9', released: '2024-09-04' },
  ],
  env: (version) => [`COMPOSER_VERSION=${version}`, 'COMPOSER_HOME=/tmp', 'PHP_VERSION=8.4.11'],
  executables: { 'usr/bin/composer': 'composer', 'usr/bin/git': 'git', 'usr/local/bin/php': 'php' },
  directories: ['app'],
  cmd: ['composer'],
  workdir: '/app',
})
export default image
