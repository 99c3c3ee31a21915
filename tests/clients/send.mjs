// Sends one call of each kind with the official Node client, and ends when all are delivered.
import { Analytics } from '@segment/analytics-node'

const [host, writeKey] = process.argv.slice(2)
const analytics = new Analytics({ host, writeKey, flushAt: 4 })
const failures = []
analytics.on('error', (error) => failures.push(error))
const timestamp = new Date('2026-11-20T10:00:00Z')
analytics.page({ anonymousId: 'a1', name: 'Etusivu', timestamp })
analytics.identify({ anonymousId: 'a1', userId: 'ann', traits: { email: 'ann@example.fi' }, timestamp })
analytics.track({ userId: 'ann', event: 'Order Completed', properties: { revenue: 12.5, currency: 'EUR' }, timestamp })
analytics.group({ userId: 'ann', groupId: 'oy', traits: { name: 'Oy Ab' }, timestamp })
analytics.alias({ userId: 'ann', previousId: 'old-ann', timestamp })
analytics.screen({ userId: 'ann', name: 'Kori', timestamp })
await analytics.closeAndFlush({ timeout: 10000 })
if (failures.length) throw new Error(JSON.stringify(failures))
