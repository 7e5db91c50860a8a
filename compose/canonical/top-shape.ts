import { isMap } from '../../api/v1/yaml/is-map.ts'
import { anything, eitherFlag, flag, list, mapping, type Shape, struct, text } from './shape.ts'

const ipam: Shape = (value, style) => {
  const printed = struct({
    driver: text,
    config: list(struct({ subnet: text, gateway: text, ip_range: text, aux_addresses: mapping })),
  })(value, style)
  return style !== 'json' && isMap(printed) && Object.keys(printed).length === 0 ? undefined : printed
}

const source = {
  name: text,
  file: text,
  environment: text,
  content: anything,
  external: flag,
  labels: mapping,
  driver: text,
  driver_opts: mapping,
  template_driver: text,
} as const

/** The objects of the top-level sections, with their attributes in the order in which Compose prints them. */
export const topShapes = {
  networks: struct({
    name: text,
    driver: text,
    driver_opts: mapping,
    ipam,
    external: flag,
    internal: flag,
    attachable: flag,
    labels: mapping,
    enable_ipv4: eitherFlag,
    enable_ipv6: eitherFlag,
  }),
  volumes: struct({ name: text, driver: text, driver_opts: mapping, external: flag, labels: mapping }),
  secrets: struct(source),
  configs: struct(source),
} as const satisfies Readonly<Record<string, Shape>>

/** A top-level section other than the services. */
export type Section = keyof typeof topShapes

/** The sections in the order in which Compose prints them. */
export const sections: readonly Section[] = ['networks', 'volumes', 'secrets', 'configs']
