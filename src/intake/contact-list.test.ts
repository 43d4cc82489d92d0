import { describe, expect, test } from 'vitest'
import { looksLikeContactList } from './contact-list.ts'
import { matchHeader } from './header.ts'

describe('a list of contacts is known by its name', () => {
  test.each([
    'contacts',
    'contact_list',
    'phone_contacts',
    'Phonebook',
    'address book',
    'contacts_json',
    'call_log',
    'CALL_RECORDS',
    'sms_history',
    'contact1_phone',
    'contact_2_name',
    'emergency_contact_3',
    'friend1_phone',
    'relatives_phone',
    'friend_list',
    '通讯录',
    '手机通讯录',
    '通话记录',
    '联系人1电话',
    '紧急联系人二',
    '常用联系人',
  ])('%s is refused', (header) => {
    expect(looksLikeContactList(header)).toBe(true)
  })

  test.each([
    'contact_phone',
    'contact_name',
    'contact',
    'phone',
    'mobile',
    'phone_2',
    'address',
    'address_2',
    'call_allowed',
    'last_contact_on',
    'contact_result',
    '联系电话',
    '联系地址',
    '联系人',
    '手机号',
    '短信同意',
    'reference',
    'reference_no',
    'relationship',
  ])('%s is the borrower’s own and is read', (header) => {
    expect(looksLikeContactList(header)).toBe(false)
  })
})

test('a mapping that leaves such a column out does not let it in either', () => {
  const file = {
    columns: { account_ref: { headers: [] }, mobile: { headers: ['通讯录'] } },
    unused: ['contacts'],
  } as never
  const matched = matchHeader(file, 'book.csv', ['account_ref', '通讯录', 'contacts'])
  const codes = 'problems' in matched ? matched.problems.map((one) => one.code) : []
  expect(codes).toEqual(['contact_list', 'contact_list'])
  expect('columns' in matchHeader(file, 'book.csv', ['account_ref', 'mobile'])).toBe(true)
})
