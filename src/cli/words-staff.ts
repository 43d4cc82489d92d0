/** The sentences of the command about the people who sign in, in both languages. */
export const STAFF_WORDS = {
  helpStaff: {
    en: 'people who sign in at the desk: list, add EMAIL, password EMAIL, role EMAIL ROLE, end EMAIL',
    zh: '可登录工作台的人员：list、add 邮箱、password 邮箱、role 邮箱 角色、end 邮箱',
  },
  optStaffName: { en: 'name as colleagues see it', zh: '同事所见的姓名' },
  optStaffRole: {
    en: 'collector, manager, compliance or admin',
    zh: '角色：collector、manager、compliance 或 admin',
  },
  optStaffReason: { en: 'why, for the access review', zh: '原因，供访问审查' },
  optStaffBy: {
    en: 'e-mail of the administrator who says so; not needed for the first',
    zh: '办理此事的管理员邮箱；首位管理员无需填写',
  },
  optStaffStdin: {
    en: 'read the password from standard input instead of making one',
    zh: '从标准输入读取密码，而不自动生成',
  },
  staffNeeds: { en: '{key} is needed.', zh: '须给出 {key}。' },
  staffBad: { en: '{text}: not understood.', zh: '{text}：无法识别。' },
  staffEmail: {
    en: '"{text}" is not an e-mail address; write it like ann@example.com.',
    zh: '“{text}”不是邮箱地址，请写成 ann@example.com。',
  },
  staffRoleBad: {
    en: '"{text}" is no role. Roles: {roles}.',
    zh: '没有“{text}”这一角色。角色：{roles}。',
  },
  staffNobody: {
    en: 'Nobody can sign in yet. The first is an administrator: forbear staff add you@example.com --name "Your Name" --as admin',
    zh: '尚无人可以登录。首位须为管理员：forbear staff add you@example.com --name "姓名" --as admin',
  },
  staffFirst: {
    en: 'The first who signs in is an administrator: --as admin. The others are added by one.',
    zh: '首位登录人员须为管理员：--as admin。其他人员由管理员添加。',
  },
  staffNotAdmin: {
    en: 'Only an administrator does this: --by has to be the e-mail of one.',
    zh: '此事仅管理员可办：--by 须为管理员的邮箱。',
  },
  staffThere: {
    en: '{email} signs in already. Another role: forbear staff role {email} ROLE; a new password: forbear staff password {email}',
    zh: '{email} 已可登录。更改角色：forbear staff role {email} 角色；重设密码：forbear staff password {email}',
  },
  staffNone: { en: 'Nobody here signs in as {email}.', zh: '本机构没有人以 {email} 登录。' },
  staffOwn: { en: 'Nobody changes their own role.', zh: '任何人不得更改自己的角色。' },
  staffSame: {
    en: '{email} has this role already, or none to take away.',
    zh: '{email} 已是该角色，或没有可撤销的角色。',
  },
  staffShort: {
    en: 'A password has 12 to 200 characters; this one has {count}.',
    zh: '密码须为 12 至 200 个字符，此密码为 {count} 个。',
  },
  staffMade: {
    en: '{name} signs in as {email} ({role}).',
    zh: '{name} 以 {email} 登录（{role}）。',
  },
  staffPassword: {
    en: 'The password. Hand it over now, it is not shown again:\n{password}',
    zh: '密码如下，请立即交付，不会再次显示：\n{password}',
  },
  staffChanged: {
    en: '{email} has a new password, and is signed out everywhere.',
    zh: '{email} 的密码已重设，已在各处退出登录。',
  },
  staffRoled: {
    en: '{email} is {role} from the next request on.',
    zh: '自下一次请求起，{email} 的角色为 {role}。',
  },
  staffEnded: {
    en: '{email} may do nothing here from the next request on.',
    zh: '自下一次请求起，{email} 在此无任何权限。',
  },
} as const
