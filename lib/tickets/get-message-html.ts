import { withTenant } from '@/lib/db/with-tenant'
import { listRemotePictures, showRemotePictures } from '@/lib/mail/remote-pictures'
import { pictureSenderOf } from '@/lib/pictures/rules'
import { isPictureSender } from '@/lib/pictures/sender-store'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { GetMessageInput } from './inputs'
import { renderMessage } from './render-message'
import type { MessageHtmlDto } from './types'

/**
 * A message's formatted version. Its remote pictures are left out unless the reader asked for them or this tenant always
 * shows those of its sender; then they carry our own address, never the sender's.
 *
 * @throws AppError `not_found` for a message that is not here or has no formatted version
 */
export async function getMessageHtml(
  scope: AgentScope,
  { messageId, pictures }: GetMessageInput,
): Promise<MessageHtmlDto> {
  const { html, sender } = await renderMessage(scope, messageId)
  const remote = listRemotePictures(html)
  const trackingPixelCount = remote.filter((picture) => picture.isTrackingPixel).length
  const address = remote.length > trackingPixelCount ? pictureSenderOf(sender) : null
  const isAllowed = address !== null && (await withTenant(scope, (db) => isPictureSender(db, address)))
  const arePicturesShown = pictures === 'shown' || isAllowed
  const pathOf = (position: number) => `/api/pictures/${scope.tenant.slug}/${messageId}/${position}`
  return {
    html: arePicturesShown ? showRemotePictures(html, pathOf) : html,
    remotePictureCount: remote.length - trackingPixelCount,
    trackingPixelCount,
    arePicturesShown,
    pictureSender: address === null ? null : { address, isAllowed },
  }
}
