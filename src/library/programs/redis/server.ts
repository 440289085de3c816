// What a redis server knows: its databases, clients, subscriptions and settings.
import { Glob } from '../../../runtime/applets/text-pattern/glob.ts'
import type { Process } from '../../../runtime/process.ts'
import type { Client } from './client.ts'
import { Database, type Keeper } from './database.ts'

/** databases of a server (the setting of that name cannot be changed here) */
export const DATABASES = 16

export class Server implements Keeper {
  readonly process: Process
  readonly version: string
  readonly settings: Map<string, string>
  readonly started: number
  readonly runId: string
  readonly clients: Map<number, Client> = new Map()
  readonly channels: Map<string, Set<Client>> = new Map()
  readonly patterns: Map<string, Set<Client>> = new Map()
  private readonly databases: (Database | undefined)[] = []
  private readonly watchers: Map<string, Set<Client>> = new Map()
  private readonly blocked: Map<string, (() => void)[]> = new Map()
  /** bytes of all keys and values */
  used = 0
  commands = 0
  connections = 0
  /** changes since the last save */
  changes = 0
  lastSave: number
  /** Ends the server; whether it saves is up to the argument, else to its settings. */
  shutDown: (save: boolean | undefined) => void = () => {}

  constructor(process: Process, version: string, settings: Map<string, string>) {
    this.process = process
    this.version = version
    this.settings = settings
    this.started = this.lastSave = Math.floor(process.now())
    this.runId = Array.from({ length: 40 }, () => Math.floor(process.random() * 16).toString(16)).join('')
  }

  now(): number {
    return Math.floor(this.process.now())
  }

  charge(bytes: number): void {
    this.used += bytes
    this.process.charge(bytes)
  }

  database(index: number): Database {
    return (this.databases[index] ??= new Database(index, this))
  }

  /** The databases that were ever used. */
  get inUse(): Database[] {
    return this.databases.filter((one) => one !== undefined)
  }

  touched(database: Database, key: string): void {
    this.changes++
    const place = placeOf(database.index, key)
    for (const client of this.watchers.get(place) ?? []) client.dirty = true
    this.blocked.get(place)?.forEach((wake) => void wake())
  }

  // --- who waits for keys

  watch(client: Client, key: string): void {
    const place = placeOf(client.index, key)
    if (client.watched.size === 0) client.watched = new Set()
    client.watched.add(place)
    addTo(this.watchers, place, client)
  }

  unwatch(client: Client): void {
    for (const place of client.watched) removeFrom(this.watchers, place, client)
    if (client.watched.size > 0) client.watched.clear()
    client.dirty = false
  }

  /** Calls `wake` whenever one of the keys changes, those who came first first. Returns how to stop that. */
  onChange(index: number, keys: readonly string[], wake: () => void): () => void {
    const places = [...new Set(keys.map((key) => placeOf(index, key)))]
    for (const place of places) this.blocked.set(place, [...(this.blocked.get(place) ?? []), wake])
    return () => {
      for (const place of places) {
        const left = (this.blocked.get(place) ?? []).filter((one) => one !== wake)
        if (left.length > 0) this.blocked.set(place, left)
        else this.blocked.delete(place)
      }
    }
  }

  // --- subscriptions

  subscribe(kind: 'channels' | 'patterns', client: Client, name: string): void {
    if (client[kind].size === 0) client[kind] = new Set()
    client[kind].add(name)
    addTo(this[kind], name, client)
  }

  unsubscribe(kind: 'channels' | 'patterns', client: Client, name: string): void {
    if (client[kind].delete(name)) removeFrom(this[kind], name, client)
  }

  /** The patterns that fit, each with who waits for it. */
  patternsFor(channel: string): [pattern: string, clients: Set<Client>][] {
    return [...this.patterns].filter(([pattern]) => redisGlob(pattern).matches(channel))
  }

  /** Forgets a client whose connection has ended. */
  leave(client: Client): void {
    this.clients.delete(client.id)
    this.unwatch(client)
    for (const name of [...client.channels]) this.unsubscribe('channels', client, name)
    for (const name of [...client.patterns]) this.unsubscribe('patterns', client, name)
  }
}

/** A pattern of KEYS and PSUBSCRIBE. */
export const redisGlob = (pattern: string): Glob => new Glob(pattern)

const placeOf = (index: number, key: string): string => `${index}:${key}`

function addTo(map: Map<string, Set<Client>>, name: string, client: Client): void {
  const clients = map.get(name) ?? new Set()
  map.set(name, clients.add(client))
}

function removeFrom(map: Map<string, Set<Client>>, name: string, client: Client): void {
  const clients = map.get(name)
  clients?.delete(client)
  if (clients?.size === 0) map.delete(name)
}
