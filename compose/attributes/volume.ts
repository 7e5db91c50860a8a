import type { V1VolumeSpec } from '../../api/v1/generated/types.ts'
import { plainMap, textMap } from '../readers/key-values.ts'
import { text } from '../readers/scalars.ts'
import { absolutePath } from '../paths.ts'
import type { AttributeTable } from './attribute.ts'
import { field } from './attribute.ts'
import { namedAttributes } from './external.ts'

/** All attributes of a top-level volume. */
export const volumeAttributes: AttributeTable<V1VolumeSpec> = {
  ...namedAttributes,
  driver: field('driver', text),
  driver_opts: field('driverOpts', (node, context) => {
    const options = plainMap(node, context)
    const { device, o = '' } = options ?? {}
    // A bind of the local driver: its device is a path, relative to the file like all others.
    if (options && device !== undefined && /(^|,)r?bind(,|$)/.test(o)) options['device'] = absolutePath(device, context)
    return options
  }),
  labels: field('labels', textMap('')),
}
