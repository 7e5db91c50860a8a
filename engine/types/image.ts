import type { HealthcheckBody } from './container.ts'
import type { StringMap } from './string-map.ts'

/** The answer of `GET /images/NAME/json`, as far as it is used. */
export interface ImageInspect {
  Id: string
  RepoTags?: string[] | null
  RepoDigests?: string[] | null
  Created?: string
  Size?: number
  Architecture?: string
  Os?: string
  Config?: {
    User?: string
    Env?: string[] | null
    Entrypoint?: string[] | null
    Cmd?: string[] | null
    WorkingDir?: string
    ExposedPorts?: Record<string, unknown> | null
    Volumes?: Record<string, unknown> | null
    Labels?: StringMap | null
    Healthcheck?: HealthcheckBody | null
    StopSignal?: string
    Shell?: string[] | null
  } | null
}
