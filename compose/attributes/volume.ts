import type { V1VolumeSpec } from '../../api/v1/generated/types.ts'
import { plainMap, textMap } from '../readers/key-values.ts'
import { text } from '../readers/scalars.ts'
import { absolutePath } from '../paths.ts'
import type { AttributeTable } from './attribute.ts'
import { field } from './attribute.ts'
import { namedAttributes } from './external.ts'

/** Every attribute of a volume at the top level. */
export const volumeAttributes: AttributeTable<V1VolumeSpec> = {
  ...namedAttributes,
  driver: field('driver', text),
  driver_opts: field('driverOpts', (node, context) => {
    const options = plainMap(node, context)
    const { device, o = '' } = options ?? {}
    // The local driver binds a directory so; relative to the file, as other paths are.
    if (options && device !== undefined && /(^|,)r?bind(,|$)/.test(o)) options['device'] = absolutePath(device, context)
    return options
  }),
  labels: field('labels', textMap('')),
}
