import { notFound } from '@/lib/errors'
import { listRemotePictures } from '@/lib/mail/remote-pictures'
import type { AgentScope } from '@/lib/tenancy/scope'
import { renderMessage } from '@/lib/tickets/render-message'
import type { GetRemotePictureInput } from './inputs'
import type { LoadedPicture, RemotePictures } from './types'

/**
 * A picture of a message, loaded by us. Whoever asks names the message and a number, so nothing but what stands in that
 * message can be asked for; a tracking pixel cannot be asked for at all.
 *
 * @throws AppError `not_found`; what `RemotePictures.load` throws
 */
export async function getRemotePicture(
  scope: AgentScope,
  { messageId, position }: GetRemotePictureInput,
  pictures: RemotePictures,
): Promise<LoadedPicture> {
  const { html } = await renderMessage(scope, messageId)
  const picture = listRemotePictures(html)[position]
  if (!picture || picture.isTrackingPixel) throw notFound('picture')
  return pictures.load(scope.tenantId, picture.url)
}
