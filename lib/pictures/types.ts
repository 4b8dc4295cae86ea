export interface LoadedPicture {
  bytes: Uint8Array
  /** Of the bytes themselves, never as a server called them. */
  contentType: string
}

/** Pictures that lie on servers which the senders of mails chose. */
export interface RemotePictures {
  /**
   * @throws AppError `egress_refused`, `timed_out`, `too_large`, `server_unavailable`, `unsupported_media_type` for
   *   what is no picture, `rate_limited` when too many are waiting
   */
  load(tenantId: string, url: string): Promise<LoadedPicture>
}
