import { z } from 'zod'

export const CustomerId = z.uuid().brand('CustomerId')
export const OrganizationId = z.uuid().brand('OrganizationId')
