import { z } from 'zod'
import { maxRemotePictures } from '@/lib/mail/remote-pictures'
import { MessageId } from '@/lib/tickets/inputs'

export const GetRemotePictureInput = z.strictObject({
  messageId: MessageId,
  /** Which of the message's own: there is no way to name another one. */
  position: z.coerce
    .number()
    .int()
    .min(0)
    .max(maxRemotePictures - 1),
})
export type GetRemotePictureInput = z.infer<typeof GetRemotePictureInput>

export const AllowPicturesInput = z.strictObject({ messageId: MessageId, isAllowed: z.boolean() })
export type AllowPicturesInput = z.infer<typeof AllowPicturesInput>
