// docker pull mcr.microsoft.com/dotnet/sdk
import { dotnetImage } from './parts/dotnet-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = dotnetImage('The .NET SDK: compilers and tools.', {
  'usr/bin/curl': 'curl',
  'usr/bin/git': 'git',
})
export default image
