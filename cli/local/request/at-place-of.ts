import { dirname, relative } from 'node:path'
import { atPathsOf } from '../../../api/v1/built-image.ts'
import { isContent, type ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'

/**
 * An object as it was before, with the paths that it would have if its files had been where they are `now`. Then a change of a path is none
 * where it is the same file of another checkout. Bind mounts stay as they were: containers see where those lead.
 */
export function atPlaceOf(now: ObjectOf, before: ObjectOf): ObjectOf {
  const source = sourceOf(now)
  const metadata = { ...before.metadata }
  if (source !== undefined) metadata.annotations = { ...metadata.annotations, [annotations.source]: source }
  return { ...withPathsOf(now, before), metadata }
}

function withPathsOf(now: ObjectOf, before: ObjectOf): ObjectOf {
  if (isContent(before) && isContent(now) && fileBeside(before) === fileBeside(now))
    return {
      ...before,
      spec: { ...before.spec, ...(now.spec.file === undefined ? {} : { file: now.spec.file }) },
    }
  if (before.kind !== 'Service' || now.kind !== 'Service' || !isSameBuild(now, before)) return before
  const { template } = before.spec
  const [build, other] = [template.build, now.spec.template.build]
  if (!build || !other) return before
  return { ...before, spec: { ...before.spec, template: { ...template, build: atPathsOf(other, build) } } }
}

/** The path of a content's file from the directory of the manifest that declares it. */
function fileBeside(object: Extract<ObjectOf, { kind: 'Secret' | 'Config' }>): string | undefined {
  const { file } = object.spec
  return file === undefined ? undefined : relative(dirname(sourceOf(object) ?? ''), file)
}

/** Whether two services are built of the same sources, wherever these are. */
function isSameBuild(now: ObjectOf, before: ObjectOf): boolean {
  const [hash, old] = [now, before].map(({ metadata }) => metadata.annotations?.[annotations.buildHash])
  return hash !== undefined && hash === old
}

function sourceOf({ metadata }: ObjectOf): string | undefined {
  return metadata.annotations?.[annotations.source]
}
