import type { ContainerBody } from '../types/container.ts'

/** The driver that keeps 5 files of 20 MB, compressed; `docker logs` reads it as it does the default, from engine 18.09 on. */
const ROTATING = 'local'

/** Whether this driver, left alone, keeps all that was ever written. */
export function isUnbounded(driver: string): boolean {
  return driver === 'json-file'
}

/** The same body, its log kept within bounds. */
export function withRotation(body: ContainerBody): ContainerBody {
  return { ...body, HostConfig: { ...body.HostConfig, LogConfig: { Type: ROTATING } } }
}

/** Whether a create's body asks for it. */
export function isWithRotation(body: unknown): boolean {
  const { LogConfig } = (body as ContainerBody | undefined)?.HostConfig ?? {}
  return LogConfig?.Type === ROTATING && LogConfig.Config === undefined
}
