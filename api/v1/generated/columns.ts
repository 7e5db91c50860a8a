// Written by npm run generate from crds/source; edit those.
import type { Kind } from '../kinds.ts'
import type { Column } from '../column.ts'

/** The printer columns of each kind, as its CRD has them. */
export const columns: Readonly<Record<Kind, readonly Column[]>> = {
  "Config": [
    {
      "name": "Source",
      "type": "string",
      "jsonPath": ".spec.file",
      "wide": false
    },
    {
      "name": "Ready",
      "type": "string",
      "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status",
      "wide": false
    },
    {
      "name": "Age",
      "type": "date",
      "jsonPath": ".metadata.creationTimestamp",
      "wide": false
    }
  ],
  "Network": [
    {
      "name": "Host Name",
      "type": "string",
      "jsonPath": ".status.hostName",
      "wide": false
    },
    {
      "name": "Driver",
      "type": "string",
      "jsonPath": ".status.driver",
      "wide": false
    },
    {
      "name": "Ready",
      "type": "string",
      "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status",
      "wide": false
    },
    {
      "name": "Age",
      "type": "date",
      "jsonPath": ".metadata.creationTimestamp",
      "wide": false
    }
  ],
  "Node": [
    {
      "name": "Ready",
      "type": "string",
      "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status",
      "wide": false
    },
    {
      "name": "DiskPressure",
      "type": "string",
      "jsonPath": ".status.conditions[?(@.type==\"DiskPressure\")].status",
      "wide": false
    },
    {
      "name": "Drain",
      "type": "boolean",
      "jsonPath": ".spec.drain",
      "wide": false
    },
    {
      "name": "Engine",
      "type": "string",
      "jsonPath": ".status.engineVersion",
      "wide": false
    },
    {
      "name": "CPUs",
      "type": "integer",
      "jsonPath": ".status.cpus",
      "wide": false
    },
    {
      "name": "Host",
      "type": "string",
      "jsonPath": ".spec.engine.host",
      "wide": true
    },
    {
      "name": "Unschedulable",
      "type": "boolean",
      "jsonPath": ".spec.unschedulable",
      "wide": true
    },
    {
      "name": "Age",
      "type": "date",
      "jsonPath": ".metadata.creationTimestamp",
      "wide": false
    }
  ],
  "Revision": [
    {
      "name": "Service",
      "type": "string",
      "jsonPath": ".spec.service",
      "wide": false
    },
    {
      "name": "Number",
      "type": "integer",
      "jsonPath": ".spec.number",
      "wide": false
    },
    {
      "name": "Hash",
      "type": "string",
      "jsonPath": ".spec.hash",
      "wide": false
    },
    {
      "name": "Image",
      "type": "string",
      "jsonPath": ".spec.template.image",
      "wide": false
    },
    {
      "name": "Age",
      "type": "date",
      "jsonPath": ".metadata.creationTimestamp",
      "wide": false
    }
  ],
  "Secret": [
    {
      "name": "Source",
      "type": "string",
      "jsonPath": ".spec.file",
      "wide": false
    },
    {
      "name": "Ready",
      "type": "string",
      "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status",
      "wide": false
    },
    {
      "name": "Age",
      "type": "date",
      "jsonPath": ".metadata.creationTimestamp",
      "wide": false
    }
  ],
  "Service": [
    {
      "name": "Mode",
      "type": "string",
      "jsonPath": ".spec.mode",
      "wide": false
    },
    {
      "name": "Ready",
      "type": "integer",
      "jsonPath": ".status.readyReplicas",
      "wide": false
    },
    {
      "name": "Desired",
      "type": "integer",
      "jsonPath": ".status.desiredReplicas",
      "wide": false
    },
    {
      "name": "Image",
      "type": "string",
      "jsonPath": ".spec.template.image",
      "wide": false
    },
    {
      "name": "Status",
      "type": "string",
      "jsonPath": ".status.conditions[?(@.type==\"Ready\")].reason",
      "wide": false
    },
    {
      "name": "Rollout",
      "type": "string",
      "jsonPath": ".status.rollout.state",
      "wide": true
    },
    {
      "name": "Revision",
      "type": "string",
      "jsonPath": ".status.currentRevision",
      "wide": true
    },
    {
      "name": "Age",
      "type": "date",
      "jsonPath": ".metadata.creationTimestamp",
      "wide": false
    }
  ],
  "Stack": [
    {
      "name": "Services",
      "type": "integer",
      "jsonPath": ".status.services",
      "wide": false
    },
    {
      "name": "Ready",
      "type": "integer",
      "jsonPath": ".status.readyServices",
      "wide": false
    },
    {
      "name": "Tasks",
      "type": "integer",
      "jsonPath": ".status.tasks",
      "wide": false
    },
    {
      "name": "Status",
      "type": "string",
      "jsonPath": ".status.conditions[?(@.type==\"Ready\")].reason",
      "wide": false
    },
    {
      "name": "Age",
      "type": "date",
      "jsonPath": ".metadata.creationTimestamp",
      "wide": false
    }
  ],
  "Task": [
    {
      "name": "Service",
      "type": "string",
      "jsonPath": ".spec.service",
      "wide": false
    },
    {
      "name": "Node",
      "type": "string",
      "jsonPath": ".spec.node",
      "wide": false
    },
    {
      "name": "Phase",
      "type": "string",
      "jsonPath": ".status.phase",
      "wide": false
    },
    {
      "name": "Healthy",
      "type": "string",
      "jsonPath": ".status.healthy",
      "wide": false
    },
    {
      "name": "Restarts",
      "type": "integer",
      "jsonPath": ".status.restarts",
      "wide": false
    },
    {
      "name": "Reason",
      "type": "string",
      "jsonPath": ".status.reason",
      "wide": false
    },
    {
      "name": "IP",
      "type": "string",
      "jsonPath": ".status.ip",
      "wide": true
    },
    {
      "name": "Container",
      "type": "string",
      "jsonPath": ".status.containerName",
      "wide": true
    },
    {
      "name": "Image",
      "type": "string",
      "jsonPath": ".spec.template.image",
      "wide": true
    },
    {
      "name": "Ports",
      "type": "string",
      "jsonPath": ".status.ports",
      "wide": true
    },
    {
      "name": "Age",
      "type": "date",
      "jsonPath": ".metadata.creationTimestamp",
      "wide": false
    }
  ],
  "Volume": [
    {
      "name": "Host Name",
      "type": "string",
      "jsonPath": ".status.hostName",
      "wide": false
    },
    {
      "name": "Driver",
      "type": "string",
      "jsonPath": ".spec.driver",
      "wide": false
    },
    {
      "name": "Scope",
      "type": "string",
      "jsonPath": ".spec.scope",
      "wide": false
    },
    {
      "name": "Ready",
      "type": "string",
      "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status",
      "wide": false
    },
    {
      "name": "Age",
      "type": "date",
      "jsonPath": ".metadata.creationTimestamp",
      "wide": false
    }
  ]
}
