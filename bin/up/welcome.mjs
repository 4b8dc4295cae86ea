import { say, seconds } from '../steps/progress.mjs'
import { readDemo } from './demo.mjs'

/** The one screen at the end: where everything is, and who may enter. */
export function printWelcome(settings, durationMs) {
  const lines = [
    '',
    `  Postino is ready after ${seconds(durationMs)}.`,
    '',
    `  Address       ${settings.baseUrl}`,
    ...(settings.isDemo ? demoLines(settings) : []),
    `  Mail comes in at ${settings.smtpHost}:${settings.smtpPort} (SMTP)`,
    '',
    '  Logs are in .data/logs. Ctrl-C stops everything.',
    '',
  ]
  for (const line of lines) say(line)
}

function demoLines({ baseUrl, inboundDomain }) {
  const demo = readDemo()
  return [
    `  Post office   ${baseUrl}/postoffice (every mail of the demo, and a way to write one)`,
    '',
    `  Sign in with the password ${demo.password} as`,
    ...demo.people.map(
      ({ email, name, tenants }) => `    ${email.padEnd(28)} ${name.padEnd(20)} ${tenants.join(', ')}`,
    ),
    '',
    '  Mail to one of these addresses becomes a ticket',
    ...demo.tenants.flatMap((tenant) =>
      tenant.addresses.map(
        ({ local, queue }) => `    ${`${local}@${inboundDomain}`.padEnd(52)} ${tenant.name}: ${queue}`,
      ),
    ),
    '',
  ]
}
