/** A provider that received mail for us and holds it until we fetch it. */
export interface InboundMailSource {
  /**
   * The mail, byte for byte.
   *
   * @throws AppError `not_found` (not yet, or no longer), `credential_refused`, `rate_limited`, `too_large`,
   *   `timed_out`, `server_unavailable`
   */
  fetch(providerMailId: string): Promise<Uint8Array>
}
