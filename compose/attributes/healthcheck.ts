import type { V1Healthcheck } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { childOf } from '../node.ts'
import { texts } from '../readers/lists.ts'
import { type Reader, readerOf } from '../readers/reader.ts'
import { flag, integer, seconds } from '../readers/scalars.ts'
import type { AttributeTable } from './attribute.ts'
import { field, readMapping } from './attribute.ts'

const healthcheckAttributes: AttributeTable<V1Healthcheck> = {
  test: field('test', probe),
  interval: field('intervalSeconds', seconds),
  timeout: field('timeoutSeconds', seconds),
  retries: field('retries', integer()),
  start_period: field('startPeriodSeconds', seconds),
  start_interval: field('startIntervalSeconds', seconds),
  disable: field('disable', flag),
}

/** `healthcheck`; `disable` becomes the test NONE, which removes the image's health check. */
export const healthcheck: Reader<V1Healthcheck> = readerOf(healthcheckAttributes, (node, context) => {
  const target: V1Healthcheck = {}
  if (!readMapping(node, { table: healthcheckAttributes, target, context })) return undefined
  const { disable } = target
  delete target.disable
  // `up` of Compose refuses it as well: where no period of start is said, the engine never uses it.
  const alone = target.startPeriodSeconds === undefined ? childOf(node, 'start_interval') : undefined
  if (!disable && alone && alone.value !== null)
    context.error(alone, 'is for the time of start_period: write that too, as start_period: 30s')
  if (!disable) return target
  const none: V1Healthcheck = {}
  context.ledger.pen(childOf(node, 'disable') ?? node).set(none, 'test', ['NONE'])
  return none
})

/** `test`: a list as written; text becomes a command line for the container's shell, which has no program `CMD`. */
function probe(node: Node, context: Context): string[] | undefined {
  if (typeof node.value !== 'string') return texts(node, context)
  const word = /^(CMD|CMD-SHELL)(?=\s)/.exec(node.value)?.[0]
  if (word) context.warn(node, `is run by a shell, which has no command ${word}: take that word out, or write a list`)
  return ['CMD-SHELL', node.value]
}
