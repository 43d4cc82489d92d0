import { sayer } from './sayer.ts'

/** What the pages say on which somebody tells about themself. */
export const sayAbout = sayer({
  title: { en: 'About you', zh: '关于您' },
  lead: {
    en: 'Tell us once, so that nobody asks you again. You need not tell us anything. “Leave this page now” at the top takes you away at once.',
    zh: '只需告知一次，以后不再重复询问。您可以选择不说。页面顶部的“立即离开此页”可让您马上离开。',
  },
  doSituation: { en: 'Your situation', zh: '您的情况' },
  doSituationAbout: {
    en: 'Your health, a hard time, trouble with words, or somebody who controls you',
    zh: '健康、困难时期、阅读或沟通不便、受他人控制',
  },
  situationOn: { en: 'Told on {day}: {state}', zh: '{day}已告知：{state}' },
  doHelper: { en: 'Somebody who assists you', zh: '协助您的人' },
  doHelperAbout: { en: 'Whom we may talk to for you', zh: '我们可以与谁代您沟通' },
  doLanguage: { en: 'Your language', zh: '您的语言' },
  languageNow: { en: 'English', zh: '中文' },
  which: { en: 'Which of these comes nearest?', zh: '哪一项最接近？' },
  whichWhy: {
    en: 'We ask so that we treat you accordingly. It can only make how we treat you kinder.',
    zh: '我们这样问，是为了相应照顾您。这只会让我们对您更宽和。',
  },
  rather: {
    en: 'I am not sure, or would rather tell a person',
    zh: '不确定，或更愿意告诉工作人员',
  },
  next: { en: 'Continue', zh: '继续' },
  choose: { en: 'Choose one of them.', zh: '请选择一项。' },
  checkTitle: { en: 'What should we know?', zh: '需要我们了解什么？' },
  about: { en: 'It is about', zh: '情况类型' },
  change: { en: 'Change', zh: '修改' },
  words: { en: 'In your own words', zh: '请用自己的话说明' },
  wordsHint: {
    en: 'What makes it hard, and what would help: for example a letter instead of a call.',
    zh: '哪些方面有困难，怎样会有帮助，例如以信函代替电话。',
  },
  who: {
    en: 'Kept apart from everything else. Only specialists read it, each time with their name and a reason. Nobody else sees more than that you need care.',
    zh: '内容单独保存，仅专门人员可阅读，且每次都会记录姓名和原因。其他人只会看到您需要照顾。',
  },
  back2: {
    en: 'You may take it back here at any time: then what you wrote is destroyed.',
    zh: '您可随时在此撤回，届时您填写的内容将被销毁。',
  },
  consent: {
    en: 'You may keep what I wrote, so as to treat me with care.',
    zh: '我同意保存我填写的内容，用于照顾我的情况。',
  },
  consentSensitive: {
    en: 'It says something about my health or my safety. You may keep that too, for this alone.',
    zh: '其中涉及我的健康或人身安全等敏感信息，我单独同意仅为此目的保存。',
  },
  consentMissing: {
    en: 'Without a tick we keep nothing. Tick the boxes if you agree, or tell a person instead.',
    zh: '未勾选则不会保存任何内容。如同意请勾选，或改为告诉工作人员。',
  },
  wordsBad: {
    en: 'Write what we should know, at most {n} characters.',
    zh: '请填写需要我们了解的内容，最多 {n} 字。',
  },
  go: { en: 'Tell it', zh: '提交' },
  told: {
    en: 'Thank you. We have stopped asking for money until a specialist has looked at it.',
    zh: '谢谢。在专门人员处理之前，我们已停止催款。',
  },
  known: {
    en: 'You told us already, and it still holds. To add to it, talk to a person.',
    zh: '您已告知过，目前仍有效。如需补充，请联系人工。',
  },
  takeBack: { en: 'Take it back, and destroy what I wrote', zh: '撤回并销毁我填写的内容' },
  takenBack: { en: 'Taken back. What you wrote is destroyed.', zh: '已撤回，您填写的内容已销毁。' },
  message: {
    en: 'Told us about their situation on our pages. The words are kept apart, for specialists.',
    zh: '已在网页告知其情况，内容单独保存，仅供专门人员阅读。',
  },
  helperName: { en: 'Who is it?', zh: '是谁？' },
  helperReach: {
    en: 'How do we reach them? A phone number or an e-mail',
    zh: '如何联系？电话或邮箱',
  },
  helperWhy: {
    en: 'We ask so that we know whom we are talking to. We call nobody on our own account.',
    zh: '我们这样问，是为了确认与谁沟通。我们不会主动联系他们。',
  },
  helperMay: { en: 'What may they do?', zh: '他们可以做什么？' },
  may_talk: { en: 'Talk to us and ask for me', zh: '代我沟通和询问' },
  may_agree: { en: 'Also agree on things for me', zh: '还可以代我达成约定' },
  helperLeave: { en: 'I have asked them, and they agree.', zh: '我已征得对方同意。' },
  helperBad: {
    en: 'Write who it is and how we reach them, choose what they may do, and tick that they agree.',
    zh: '请填写姓名和联系方式，选择其权限，并勾选对方已同意。',
  },
  helperGo: { en: 'They may', zh: '确认' },
  helperDone: { en: 'Noted. You may end it at any time.', zh: '已记录，您可随时终止。' },
  helperFull: { en: 'Two people at most. End one first.', zh: '最多两人，请先终止一位。' },
  helperOne: { en: '{name}, since {day}: {may}', zh: '{name}，{day}起：{may}' },
  helperEnd: { en: 'End it for {name}', zh: '终止 {name} 的权限' },
  helperMessage: {
    en: '{name} assists me ({reach}): {may}.',
    zh: '{name} 协助我（{reach}）：{may}。',
  },
  helperEndMessage: {
    en: '{name} no longer assists me. The leave that I gave has ended.',
    zh: '{name} 不再协助我，我给予的授权已终止。',
  },
  language: { en: 'In which language shall we write and call?', zh: '希望我们用哪种语言联系您？' },
  languageGo: { en: 'Save', zh: '保存' },
  saved: { en: 'Saved. It holds from now on.', zh: '已保存，即时生效。' },
  fault: {
    en: 'That could not be done here. Nothing has changed. Call {phone}.',
    zh: '此处无法完成，未作任何更改。请致电 {phone}。',
  },
  back: { en: 'Back to “About you”', zh: '返回“关于您”' },
})
