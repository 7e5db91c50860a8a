import { isMap } from '../../api/v1/yaml/is-map.ts'
import {
  anyNumber,
  anything,
  bytes,
  duration,
  list,
  mapping,
  number,
  type Shape,
  someDuration,
  struct,
  text,
  texts,
} from './shape.ts'

const counted = struct({
  capabilities: texts,
  driver: text,
  count: (value) => (value === 'all' ? -1 : number(value)),
  device_ids: texts,
  options: mapping,
})

/** A device request; without a count or ids it is for all devices of the driver. */
export const deviceRequest: Shape = (value, style) => {
  const isAll = isMap(value) && value['count'] === undefined && value['device_ids'] === undefined
  return counted(isAll ? { ...value, count: -1 } : value, style)
}

const resource = struct({
  cpus: number,
  memory: bytes,
  pids: number,
  devices: list(deviceRequest),
  generic_resources: list(anything),
})

const update = struct({
  parallelism: anyNumber,
  delay: someDuration,
  failure_action: text,
  monitor: someDuration,
  max_failure_ratio: number,
  order: text,
})

/** Leaves out an empty map; JSON keeps it. */
const nonEmpty =
  (shape: Shape): Shape =>
  (value, style) => {
    const printed = shape(value, style)
    return style !== 'json' && isMap(printed) && Object.keys(printed).length === 0 ? undefined : printed
  }

/** `deploy`; in JSON `resources` and `placement` are always present, even when empty. */
export const deployShape: Shape = (value, style) =>
  deploy(
    style === 'json' && isMap(value)
      ? { ...value, resources: value['resources'] ?? {}, placement: value['placement'] ?? {} }
      : value,
    style,
  )

/** `deploy`, with its attributes in the order in which Compose prints them. */
const deploy = struct({
  mode: text,
  replicas: anyNumber,
  labels: mapping,
  update_config: update,
  rollback_config: update,
  resources: nonEmpty(struct({ limits: resource, reservations: resource })),
  restart_policy: struct({ condition: text, delay: duration, max_attempts: anyNumber, window: duration }),
  placement: nonEmpty(
    struct({ constraints: texts, preferences: list(struct({ spread: text })), max_replicas_per_node: number }),
  ),
  endpoint_mode: text,
})
