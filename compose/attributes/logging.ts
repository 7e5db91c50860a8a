import type { V1Logging } from '../../api/v1/generated/types.ts'
import { plainMap } from '../readers/key-values.ts'
import type { Reader } from '../readers/reader.ts'
import { text } from '../readers/scalars.ts'
import type { AttributeTable } from './attribute.ts'
import { field, mapOf } from './attribute.ts'

const loggingAttributes: AttributeTable<V1Logging> = {
  driver: field('driver', text),
  options: field('options', plainMap),
}

/** `logging`. */
export const logging: Reader<V1Logging> = mapOf(loggingAttributes, () => ({}))
