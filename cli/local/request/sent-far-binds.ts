import { errorAt, type ManifestError } from '../../../api/v1/provenance.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import { isBeside } from '../../../store/source/reading/beside.ts'

/**
 * Warns that bind mounts of paths beside a manifest refer to the node's disk, not to the machine that sent the manifest. Whether such a
 * path exists can't be checked here.
 */
export function sentFarBinds({ file, manifests }: FileReading): readonly ManifestError[] {
  return manifests.flatMap(({ object, provenance }) => {
    const { mounts = [] } = object.kind === 'Service' ? object.spec.template : {}
    return mounts.flatMap(({ type, source = '' }, index) =>
      type === 'Bind' && isBeside(source, { file })
        ? [
            errorAt(
              provenance,
              ['spec', 'template', 'mounts', index],
              `${source} is that of the host where it is mounted, not that of this machine`,
            ),
          ]
        : [],
    )
  })
}
