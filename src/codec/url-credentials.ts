// URLs that may be shown.

/** Without the name and the password in it (moby daemon/config: MaskCredentials). */
export const withoutCredentials = (url: string): string =>
  url.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/i, '$1xxxxx:xxxxx@')
