import path from 'node:path'
import { pathToFileURL } from 'node:url'

type Drawing = typeof import('../t/[tenant]/tickets/draw-inbox')

let loaded: Promise<Drawing> | undefined

/**
 * The components of the inbox as `npm run build` bundles them beside Next: inside of what Next bundles for the start of the
 * process, a component of the browser is only a reference. The web process runs in the root of the product.
 */
export function loadInboxDrawing(): Promise<Drawing> {
  const file = pathToFileURL(path.resolve('dist/draw-inbox.js')).href
  loaded ??= import(/* turbopackIgnore: true */ file) as Promise<Drawing>
  return loaded
}
