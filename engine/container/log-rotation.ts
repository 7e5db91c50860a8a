import type { ContainerBody } from '../types/container.ts'

/** The driver that keeps 5 compressed files of 20 MB; `docker logs` can read it from engine 18.09 on. */
const ROTATING = 'local'

/** Whether a driver without options keeps all logs for ever. */
export function isUnbounded(driver: string): boolean {
  return driver === 'json-file'
}

/** Sets the rotating log driver. */
export function withRotation(body: ContainerBody): ContainerBody {
  return { ...body, HostConfig: { ...body.HostConfig, LogConfig: { Type: ROTATING } } }
}

/** Whether a create body has the rotating log driver by `withRotation`. */
export function isWithRotation(body: unknown): boolean {
  const { LogConfig } = (body as ContainerBody | undefined)?.HostConfig ?? {}
  return LogConfig?.Type === ROTATING && LogConfig.Config === undefined
}
