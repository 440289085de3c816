// Why a daemon cannot start on its data root.

/** The message is what dockerd says behind `failed to start daemon: `, or a sentence of our own. */
export class DataRootError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DataRootError'
  }
}
