// The releases of Portainer: its server and its agent come out together.

export const portainerTags: Readonly<Record<string, string>> = {
  latest: '2.33.1',
  lts: '2.33.1',
  '2.33.1': '2.33.1',
  '2.27.9': '2.27.9',
  '2.21.5': '2.21.5',
}
