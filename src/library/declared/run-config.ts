// How containers of a declared image run, as its configuration says it: what the base says, and what is declared.
import { parseDuration } from '../../codec/duration.ts'
import type { Healthcheck, RunConfig } from '../../registry/manifest.ts'
import type { HealthcheckDeclaration, ImageDeclaration } from './image-declaration.ts'

/** Like the instructions of a Dockerfile: an entry point without a command drops the command of the base. */
export function runConfig(base: RunConfig, declared: ImageDeclaration): RunConfig {
  const { env, cmd, entrypoint, ports, volumes, labels, healthcheck, stopsignal, user, workdir } = declared
  const { Cmd, ...inherited } = base
  const command = cmd === undefined ? (entrypoint === undefined ? Cmd : undefined) : words(cmd)
  return {
    ...inherited,
    ...(command !== undefined && { Cmd: command }),
    ...(env && { Env: withVariables(base.Env ?? [], env) }),
    ...(entrypoint !== undefined && { Entrypoint: words(entrypoint) }),
    ...(ports && {
      ExposedPorts: { ...base.ExposedPorts, ...Object.fromEntries(ports.map((port) => [portName(port), {}])) },
    }),
    ...(volumes && { Volumes: { ...base.Volumes, ...Object.fromEntries(volumes.map((path) => [path, {}])) } }),
    ...(labels && { Labels: { ...base.Labels, ...textsOf(labels) } }),
    ...(healthcheck && { Healthcheck: healthcheckOf(healthcheck) }),
    ...(stopsignal !== undefined && { StopSignal: stopsignal }),
    ...(user !== undefined && { User: user }),
    ...(workdir !== undefined && { WorkingDir: workdir }),
  }
}

const words = (command: string | readonly string[]): readonly string[] =>
  typeof command === 'string' ? ['/bin/sh', '-c', command] : command

const portName = (port: number | string): string => (typeof port === 'number' ? `${port}/tcp` : port)

const textsOf = (values: Readonly<Record<string, string | number | boolean>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

function withVariables(before: readonly string[], more: NonNullable<ImageDeclaration['env']>): readonly string[] {
  const variables = new Map(before.map((pair) => [pair.slice(0, pair.indexOf('=')), pair]))
  for (const [name, value] of Object.entries(more)) variables.set(name, `${name}=${value}`)
  return [...variables.values()]
}

function healthcheckOf({ test, retries, ...times }: HealthcheckDeclaration): Healthcheck {
  const nanos = (duration: string | undefined): number => Math.round((parseDuration(duration ?? '0') ?? 0) * 1e6)
  const { interval, timeout, startPeriod, startInterval } = times
  return {
    Test: typeof test === 'string' ? (test === 'NONE' ? ['NONE'] : ['CMD-SHELL', test]) : withKind(test),
    ...(interval !== undefined && { Interval: nanos(interval) }),
    ...(timeout !== undefined && { Timeout: nanos(timeout) }),
    ...(startPeriod !== undefined && { StartPeriod: nanos(startPeriod) }),
    ...(startInterval !== undefined && { StartInterval: nanos(startInterval) }),
    ...(retries !== undefined && { Retries: retries }),
  }
}

const withKind = (test: readonly string[]): readonly string[] =>
  ['CMD', 'CMD-SHELL', 'NONE'].includes(test[0] ?? '') ? test : ['CMD', ...test]
