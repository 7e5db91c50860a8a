import type { V1IPAM, V1Network } from '../../api/v1/generated/types.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import { present } from '../container/present.ts'
import { declaredLabels } from '../declared-labels.ts'
import type { NetworkBody } from '../types/network.ts'

export interface NetworkArgs {
  readonly network: V1Network
  readonly installation: string
}

/** The create body of a network; `CheckDuplicate` refuses a second one of its name. */
export function networkBody({ network, installation }: NetworkArgs): NetworkBody {
  const { spec } = network
  return {
    Name: hostNameOf(network),
    CheckDuplicate: true,
    ...present({
      Driver: spec.driver ?? 'bridge',
      Options: spec.driverOpts,
      Internal: spec.internal,
      Attachable: spec.attachable,
      Ingress: spec.ingress,
      EnableIPv4: spec.enableIPv4,
      EnableIPv6: spec.enableIPv6,
      Scope: spec.scope,
      IPAM: spec.ipam && ipamBody(spec.ipam),
    }),
    Labels: declaredLabels(network, installation),
  }
}

function ipamBody({ driver, options, config }: V1IPAM): NonNullable<NetworkBody['IPAM']> {
  return {
    Driver: driver ?? 'default',
    ...present({
      Options: options,
      Config: config?.map(({ subnet, ipRange, gateway, auxAddresses }) =>
        present({ Subnet: subnet, IPRange: ipRange, Gateway: gateway, AuxiliaryAddresses: auxAddresses }),
      ),
    }),
  }
}
