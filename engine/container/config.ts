import type { V1EnvVar, V1Healthcheck, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { ContainerBody, HealthcheckBody } from '../types/container.ts'
import { atLeast, since } from './api-version.ts'
import { exposedPorts } from './ports.ts'
import { present, some } from './present.ts'

/** What of the template is the container's own configuration: process, environment, health. */
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
    // Engines count whole seconds; rounding down would make half a second a kill at once.
    StopTimeout: template.stopGracePeriodSeconds === undefined ? undefined : Math.ceil(template.stopGracePeriodSeconds),
    ExposedPorts: exposedPorts(template.ports, template.expose),
    Healthcheck: template.healthcheck && healthcheckBody(template.healthcheck, apiVersion),
  })
}

/** A variable as engines have it; without a value it takes that of the image, or of the container, away. */
export function envLine({ name, value }: V1EnvVar): string {
  return value === undefined ? name : `${name}=${value}`
}

/** A health check with the engine's nanoseconds; what is absent is inherited from the image. */
export function healthcheckBody(check: V1Healthcheck, apiVersion: string): HealthcheckBody {
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
