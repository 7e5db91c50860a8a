import type { V1Service } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { type Buildx, usableBuildx } from '../../engine/docker/build/buildx.ts'
import { type Check, type Finding, ok, warning } from './finding.ts'

/** What the check needs. */
export interface BuildxGround {
  readonly buildx: Buildx
  readonly services: Iterable<V1Service>
}

const CHECK = 'docker buildx'

/** The time limit for buildx to print its version, ms; less than that of a check. */
const PATIENCE_MS = 2_500

/** Checks docker buildx on this machine, which builds what needs BuildKit. Without it, warns only if a service needs it. */
export function buildxCheck(ground: BuildxGround): Check {
  return { name: CHECK, look: async () => [await look(ground)] }
}

async function look({ buildx, services }: BuildxGround): Promise<Finding> {
  const found = await usableBuildx(buildx, new AbortController().signal, PATIENCE_MS)
  if (found.path !== undefined) return ok(CHECK, `${found.path} is ${found.version}`)
  const [first, ...more] = [...services].filter(needOf)
  if (!first)
    return ok(CHECK, `it ${found.why}: builds that take BuildKit, as for RUN --mount, are refused; no service has one`)
  const others = more.length === 0 ? '' : `, and ${more.length} more,`
  const words = `it ${found.why}: Service/${stackOf(first)}/${first.metadata.name}${others} can't be built, as ${needOf(first)} takes BuildKit`
  return warning(
    CHECK,
    words,
    'install docker-buildx, or docker-buildx-plugin of Docker, on this machine; hosts need nothing',
  )
}

function needOf({ metadata }: V1Service): string | undefined {
  return metadata.annotations?.[annotations.buildkit]
}
