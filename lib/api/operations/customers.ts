import { z } from 'zod'
import { CustomerId, OrganizationId } from '@/lib/customers/inputs'
import { paging } from '../fields'
import { defineOperation } from '../operation'
import { CustomerShape, OrganizationShape, pageOf } from '../shapes'

const personName = z.string().trim().min(1).max(200)
const companyName = z.string().trim().min(1).max(200)
const locale = z.enum(['it', 'fr', 'en']).nullable()

export const listCustomersOperation = defineOperation({
  id: 'listCustomers',
  method: 'GET',
  path: '/customers',
  tag: 'Customers',
  summary: 'List customers',
  description: 'Newest first. An organization that is not yours finds nothing.',
  scope: 'customers:read',
  input: z.strictObject({
    address: z.string().min(3).max(254).optional().describe('Who has this e-mail address.'),
    organizationId: OrganizationId.optional(),
    ...paging,
  }),
  output: pageOf(CustomerShape),
  status: 200,
  refusals: [],
})

export const getCustomerOperation = defineOperation({
  id: 'getCustomer',
  method: 'GET',
  path: '/customers/{customerId}',
  tag: 'Customers',
  summary: 'Get a customer',
  scope: 'customers:read',
  input: z.strictObject({ customerId: CustomerId }),
  output: CustomerShape,
  status: 200,
  refusals: ['not_found'],
})

export const createCustomerOperation = defineOperation({
  id: 'createCustomer',
  method: 'POST',
  path: '/customers',
  tag: 'Customers',
  summary: 'Create a customer',
  description: 'A registered one: you say who it is. An address belongs to one customer at most.',
  scope: 'customers:write',
  input: z.strictObject({
    name: personName,
    address: z.string().min(3).max(254).describe('The e-mail address.'),
    locale: locale.optional().describe('The language of mails that nobody writes by hand.'),
    organizationId: OrganizationId.nullable().optional(),
  }),
  output: CustomerShape,
  status: 201,
  refusals: ['not_found', 'conflict'],
})

export const changeCustomerOperation = defineOperation({
  id: 'changeCustomer',
  method: 'PATCH',
  path: '/customers/{customerId}',
  tag: 'Customers',
  summary: 'Change a customer',
  scope: 'customers:write',
  input: z
    .strictObject({
      customerId: CustomerId,
      name: personName.optional(),
      locale: locale.optional(),
      organizationId: OrganizationId.nullable().optional(),
    })
    .refine(({ customerId: _, ...change }) => Object.values(change).some((one) => one !== undefined), {
      path: ['name'],
      message: 'Say what shall change.',
    }),
  output: CustomerShape,
  status: 200,
  refusals: ['not_found'],
})

export const listOrganizationsOperation = defineOperation({
  id: 'listOrganizations',
  method: 'GET',
  path: '/organizations',
  tag: 'Organizations',
  summary: 'List organizations',
  description: 'Newest first.',
  scope: 'organizations:read',
  input: z.strictObject({
    name: z.string().trim().min(1).max(200).optional().describe('The whole name.'),
    ...paging,
  }),
  output: pageOf(OrganizationShape),
  status: 200,
  refusals: [],
})

export const getOrganizationOperation = defineOperation({
  id: 'getOrganization',
  method: 'GET',
  path: '/organizations/{organizationId}',
  tag: 'Organizations',
  summary: 'Get an organization',
  scope: 'organizations:read',
  input: z.strictObject({ organizationId: OrganizationId }),
  output: OrganizationShape,
  status: 200,
  refusals: ['not_found'],
})

export const createOrganizationOperation = defineOperation({
  id: 'createOrganization',
  method: 'POST',
  path: '/organizations',
  tag: 'Organizations',
  summary: 'Create an organization',
  scope: 'organizations:write',
  input: z.strictObject({ name: companyName }),
  output: OrganizationShape,
  status: 201,
  refusals: [],
})

export const changeOrganizationOperation = defineOperation({
  id: 'changeOrganization',
  method: 'PATCH',
  path: '/organizations/{organizationId}',
  tag: 'Organizations',
  summary: 'Rename an organization',
  scope: 'organizations:write',
  input: z.strictObject({ organizationId: OrganizationId, name: companyName }),
  output: OrganizationShape,
  status: 200,
  refusals: ['not_found'],
})
