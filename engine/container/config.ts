import type { V1EnvVar, V1Healthcheck, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { ContainerBody, HealthcheckBody } from '../types/container.ts'
import { atLeast, since } from './api-version.ts'
import { exposedPorts } from './ports.ts'
import { present, some } from './present.ts'

/** The template's part of the container configuration: process, environment, health check. */
export function configBody(template: V1TaskTemplate, apiVersion: string): Partial<ContainerBody> {
  return present({
    Hostname: template.hostname,
    Domainname: template.domainname,
    User: template.user,
    Env: template.env && template.env.length > 0 ? template.env.map(envLine) : undefined,
    Entrypoint: template.command && [...template.command],
    Cmd: template.args && [...template.args],
    WorkingDir: template.workingDir,
    Tty: template.tty,
    OpenStdin: template.stdin,
    StdinOnce: template.stdinOnce,
    StopSignal: template.stopSignal,
    // Engines take whole seconds; rounding half a second down would mean to kill at once.
    StopTimeout: template.stopGracePeriodSeconds === undefined ? undefined : Math.ceil(template.stopGracePeriodSeconds),
    ExposedPorts: exposedPorts(template.ports, template.expose),
    Healthcheck: template.healthcheck && healthcheckBody(template.healthcheck, apiVersion),
  })
}

/** A variable in the engines' form; without a value it removes the image's variable. */
export function envLine({ name, value }: V1EnvVar): string {
  return value === undefined ? name : `${name}=${value}`
}

/** A health check in the engine's nanoseconds; absent fields are inherited from the image. */
function healthcheckBody(check: V1Healthcheck, apiVersion: string): HealthcheckBody {
  if (check.disable) return { Test: ['NONE'] }
  return present({
    Test: some(check.test),
    Interval: nanoseconds(check.intervalSeconds),
    Timeout: nanoseconds(check.timeoutSeconds),
    StartPeriod: nanoseconds(check.startPeriodSeconds),
    StartInterval: atLeast(apiVersion, since.startInterval) ? nanoseconds(check.startIntervalSeconds) : undefined,
    Retries: check.retries,
  })
}

function nanoseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * 1e9)
}
