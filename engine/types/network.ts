import type { StringMap } from './string-map.ts'

/** The body of `POST /networks/create`, and the base of its inspect. */
export interface NetworkBody {
  Name: string
  Driver?: string
  CheckDuplicate?: boolean
  Internal?: boolean
  Attachable?: boolean
  Ingress?: boolean
  EnableIPv4?: boolean
  EnableIPv6?: boolean
  IPAM?: {
    Driver?: string
    Options?: StringMap
    Config?: { Subnet?: string; IPRange?: string; Gateway?: string; AuxiliaryAddresses?: StringMap }[]
  }
  Options?: StringMap
  Labels?: StringMap
  Scope?: string
}

export interface NetworkInspect extends Omit<NetworkBody, 'CheckDuplicate'> {
  Id: string
  Created?: string
  Containers?: Record<string, { Name: string; IPv4Address?: string }>
}
