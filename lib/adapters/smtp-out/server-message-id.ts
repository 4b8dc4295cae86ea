/** "250 Ok 0102018b5c3c0a4f-…-000000": the local part of the Message-ID that Amazon SES writes in the place of ours. */
const sesReply = /^250 Ok ([0-9a-f]+(?:-[0-9a-f]+)+)\s*$/i
/** email-smtp.eu-west-1.amazonaws.com, and names of private endpoints under it. */
const sesHost = /(?:^|\.)([a-z]{2}(?:-[a-z]+)+-\d+)\.(?:[a-z0-9-]+\.)*(?:amazonaws\.com|awsapps\.com)\.?$/

/**
 * The Message-ID that a server gave our mail, where it says so. The library reads Exchange's by itself, but Amazon's only
 * for a host of Amazon's name, and we give it the address that was checked.
 *
 * @param read what the library found
 */
export function serverMessageId(response: string, host: string, read: string | undefined): string | null {
  if (read !== undefined) return read
  const local = sesReply.exec(response)?.[1]
  const region = sesHost.exec(host.toLowerCase())?.[1]
  if (!local || !region) return null
  return `<${local.toLowerCase()}@${region === 'us-east-1' ? 'email' : region}.amazonses.com>`
}
