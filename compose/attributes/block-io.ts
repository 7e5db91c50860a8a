import type { V1BlockIO, V1ThrottleDevice, V1WeightDevice } from '../../api/v1/generated/types.ts'
import { listOf } from '../readers/lists.ts'
import type { Reader } from '../readers/reader.ts'
import { bytes, filledText, integer } from '../readers/scalars.ts'
import type { AttributeTable } from './attribute.ts'
import { field, mapOf } from './attribute.ts'

const weightDevice: AttributeTable<V1WeightDevice> = {
  path: field('path', filledText),
  weight: field('weight', integer({ max: 1000 })),
}

const throttled = (rate: Reader<number>): AttributeTable<V1ThrottleDevice> => ({
  path: field('path', filledText),
  rate: field('rate', rate),
})

const byBytes = listOf(mapOf<V1ThrottleDevice>(throttled(bytes), () => ({ path: '', rate: 0 }), ['path', 'rate']))
const byOperations = listOf(
  mapOf<V1ThrottleDevice>(throttled(integer()), () => ({ path: '', rate: 0 }), ['path', 'rate']),
)

const blockIOAttributes: AttributeTable<V1BlockIO> = {
  weight: field('weight', integer({ max: 1000 })),
  weight_device: field(
    'weightDevices',
    listOf(mapOf<V1WeightDevice>(weightDevice, () => ({ path: '', weight: 0 }), ['path', 'weight'])),
  ),
  device_read_bps: field('readBps', byBytes),
  device_write_bps: field('writeBps', byBytes),
  device_read_iops: field('readIops', byOperations),
  device_write_iops: field('writeIops', byOperations),
}

/** `blkio_config`. */
export const blockIO: Reader<V1BlockIO> = mapOf(blockIOAttributes, () => ({}))
