// docker pull openjdk
import { languageImage } from './parts/language-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = languageImage({
  description: 'OpenJDK; no longer kept up, use eclipse-temurin.',
  stars: 4000,
  releases: [
    { version: '21', names: ['latest', '21-jdk'], released: '2023-09-19' },
    { version: '17', names: ['17-jdk', '17.0.2-jdk'], released: '2022-01-18' },
    { version: '11', names: ['11-jdk', '11-jre'], released: '2022-04-19' },
  ],
  env: (version) => ['JAVA_HOME=/usr/local/openjdk', `JAVA_VERSION=${version}`],
  path: ['/usr/local/openjdk/bin'],
  executables: { 'usr/local/openjdk/bin/java': 'java', 'usr/local/openjdk/bin/javac': 'javac' },
  cmd: ['java'],
})
export default image
