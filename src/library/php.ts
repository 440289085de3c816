// docker pull php
import { languageImage } from './parts/language-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = languageImage({
  description: 'PHP on the command line.',
  stars: 7600,
  releases: [
    { version: '8.4.11', names: ['latest', 'cli', '8-cli', '8.4-cli'], released: '2025-07-31' },
    { version: '8.3.24', names: ['8.3-cli'], released: '2025-07-31' },
    { version: '8.2.29', names: ['8.2-cli'], released: '2025-07-03' },
  ],
  env: (version) => ['PHP_INI_DIR=/usr/local/etc/php', `PHP_VERSION=${version}`],
  executables: { 'usr/local/bin/php': 'php', 'usr/bin/curl': 'curl' },
  directories: ['usr/local/etc', 'usr/local/etc/php', 'var/www', 'var/www/html'],
  cmd: ['php', '-a'],
})
export default image
