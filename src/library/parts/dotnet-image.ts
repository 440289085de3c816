// The images of .NET, which differ in little here.
import type { SimulatedImage } from '../simulated-image.ts'
import { languageImage } from './language-image.ts'

export const dotnetImage = (description: string, tools: Readonly<Record<string, string>> = {}): SimulatedImage =>
  languageImage({
    description,
    stars: 300,
    releases: [
      { version: '9.0', names: ['latest'], released: '2025-08-05' },
      { version: '8.0', released: '2025-08-05' },
    ],
    env: (version) => [
      'APP_UID=1654',
      'ASPNETCORE_HTTP_PORTS=8080',
      'DOTNET_RUNNING_IN_CONTAINER=true',
      `DOTNET_VERSION=${version === '8.0' ? '8.0.19' : '9.0.8'}`,
    ],
    user: { name: 'app', id: 1654 },
    executables: { 'usr/bin/dotnet': 'dotnet', ...tools },
    cmd: ['bash'],
  })
