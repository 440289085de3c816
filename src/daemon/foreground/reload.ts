// SIGHUP: reads daemon.json again, and lets the daemon go on with what it says.
import type { Settings } from '../../engine/settings.ts'
import { reloadedSettings } from '../options/reload.ts'
import type { ReadOptions } from '../options.ts'
import type { StartedDaemon } from '../start.ts'
import { configurationJson } from './configuration-json.ts'
import type { ProcessLog } from './process-log.ts'

/** Whatever comes of it is in the log (moby daemon/command/daemon.go: reloadConfig). */
export function reload(daemon: StartedDaemon, log: ProcessLog, options: ReadOptions): void {
  const { engine, hosts } = daemon
  const file = options['config-file'] ?? ''
  const isPlain = engine.persona.differences.has('logs-are-sentences')
  if (isPlain) log.log('info', `Got signal to reload configuration, reloading from: ${file}`)
  else log.log('info', 'Got signal to reload configuration', { 'config-file': file })
  let changes: Partial<Settings>
  try {
    changes = reloadedSettings(options)
  } catch (error) {
    const { message } = error as Error
    if (isPlain) log.log('error', message)
    else log.log('error', 'Error reloading configuration', { error: message })
    return
  }
  try {
    const before = engine.settings.now
    daemon.reload(changes)
    const { debug, maxConcurrentDownloads, maxConcurrentUploads, maxDownloadAttempts } = engine.settings.now
    log.log('debug', `Reset Max Concurrent Downloads: ${maxConcurrentDownloads}`)
    log.log('debug', `Reset Max Concurrent Uploads: ${maxConcurrentUploads}`)
    log.log('debug', `Reset Max Download Attempts: ${maxDownloadAttempts}`)
    const { shutdownTimeout } = changes
    if (shutdownTimeout !== undefined) log.log('debug', `Reset Shutdown Timeout: ${shutdownTimeout}`)
    if (debug !== before.debug) log.level = debug ? 'debug' : 'info'
  } catch (error) {
    const { message } = error as Error
    if (isPlain) log.log('error', `Error reconfiguring the daemon: ${message}`)
    else log.log('error', 'Error reconfiguring the daemon', { error: message })
    if (isPlain) return
  }
  const configuration = configurationJson(engine, options, hosts)
  if (isPlain) log.log('info', `Reloaded configuration: ${configuration}`)
  else log.log('info', 'Reloaded configuration', { config: configuration })
}
