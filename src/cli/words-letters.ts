/** The sentences of the command about letters on paper, in both languages. */
export const LETTER_WORDS = {
  helpLetters: {
    en: 'letters on paper: batch, list, approve KEY, close, handed-over FILE, returned FILE, lawyer',
    zh: '纸质信函：batch 入批、list 列出、approve 编号 复核、close 封批、handed-over 文件 交付回执、returned 文件 退信、lawyer 登记律师',
  },
  optLetterName: { en: 'the lawyer’s name', zh: '律师姓名' },
  optLetterLicence: { en: 'the lawyer’s licence', zh: '律师执业证号' },
  optLetterFirm: { en: 'the lawyer’s firm', zh: '律师事务所' },
  letters_no_program: {
    en: 'Letters cannot be set on this machine ({looked}): the typesetter is published for Linux on x64. People carry letters out from a list.',
    zh: '本机（{looked}）无法排版信函：排版程序仅发布于 Linux x64。信函转由人工按清单办理。',
  },
  letters_no_font: {
    en: 'Letters cannot be set: no font with Chinese letters in {looked}. Install one (apt-get install fonts-noto-cjk). Until then people carry letters out from a list.',
    zh: '无法排版信函：在 {looked} 中找不到中文字体。请安装（apt-get install fonts-noto-cjk）。此前信函转由人工按清单办理。',
  },
  lettersBad: { en: 'letters {text}: not understood.', zh: 'letters {text}：无法识别。' },
  lettersNeeds: { en: '{key} is needed.', zh: '须给出 {key}。' },
  lettersNot: {
    en: 'No letter can be set here: nothing was done.',
    zh: '此处无法排版信函：未作任何操作。',
  },
  lettersTaken: {
    en: '{sent} set and taken into the batch; {waiting} wait for a second person; {not} not permitted now; {refused} refused.',
    zh: '已排版入批 {sent} 封；待复核 {waiting} 封；当前不允许 {not} 封；被拒 {refused} 封。',
  },
  lettersWhy: { en: '  {n}: {why}', zh: '  {n} 封：{why}' },
  lettersNone: { en: 'No letters.', zh: '没有信函。' },
  lettersClosed: {
    en: 'Batch {batch}: {letters} letters closed; withdrawn: {stopped} stopped, {old} too old, {lost} without their file.',
    zh: '批次 {batch}：封入 {letters} 封；撤回：因停止联系 {stopped} 封、过期 {old} 封、文件缺失 {lost} 封。',
  },
  lettersReady: { en: 'For the print house: {folder}', zh: '交印刷厂：{folder}' },
  lettersVain: {
    en: '{n} letters waited for a second person in vain and are asked anew.',
    zh: '{n} 封信函未获复核，将重新申请。',
  },
  lettersNothing: { en: 'Nothing is open.', zh: '没有未封的批次。' },
  lettersApproved: { en: 'Approved; in batch {batch}.', zh: '已复核；进入批次 {batch}。' },
  lettersLawyer: {
    en: '{name} signs letters of lawyers from now on.',
    zh: '此后律师函由{name}署名。',
  },
  letters_no_such_staff: { en: 'There is no such member of staff.', zh: '没有此员工。' },
  letters_no_such_letter: { en: 'There is no such letter that waits.', zh: '没有此待复核信函。' },
  letters_not_waiting: { en: 'It does not wait for anybody.', zh: '该信函无须复核。' },
  letters_stopped_since: {
    en: 'Contact was stopped since it was made: closing withdraws it.',
    zh: '信函生成后联系已停止：封批时将撤回。',
  },
  letters_lawyer_ended: {
    en: 'The lawyer who would sign it is no longer on record.',
    zh: '署名律师已不在登记中。',
  },
  letters_same_person: {
    en: 'Whoever recorded the lawyer cannot approve the letter: ask a second person.',
    zh: '登记律师的人不能复核该信函：请由另一人复核。',
  },
  letters_wrong_role: {
    en: 'A manager, compliance or an administrator may approve letters.',
    zh: '只有主管、合规或管理员可以复核信函。',
  },
  lettersTold: {
    en: '{told} letters told, {again} known before, {unknown} unknown.',
    zh: '已登记 {told} 封，此前已知 {again} 封，未知 {unknown} 封。',
  },
  lettersNoFile: { en: '{file}: {why}', zh: '{file}：{why}' },
  lettersRow: {
    en: '{file}, row {row}: not understood ({text}).',
    zh: '{file} 第 {row} 行：无法识别（{text}）。',
  },
  lettersHead: {
    en: '{file}: the first row is {columns}.',
    zh: '{file}：首行应为 {columns}。',
  },
  lettersKeyHead: { en: 'Letter', zh: '信函' },
  lettersAccountHead: { en: 'Account', zh: '账户' },
  lettersKindHead: { en: 'Kind', zh: '种类' },
  lettersStateHead: { en: 'State', zh: '状态' },
  lettersBatchHead: { en: 'Batch', zh: '批次' },
  lettersPagesHead: { en: 'Pages', zh: '页数' },
  letter_to_approve: { en: 'waits for a second person', zh: '待复核' },
  letter_batched: { en: 'in the batch', zh: '已入批' },
  letter_withdrawn: { en: 'withdrawn', zh: '已撤回' },
  letter_handed_over: { en: 'handed over', zh: '已交付' },
  letter_returned: { en: 'came back', zh: '已退回' },
} as const
